/** Words that a speaker fills a pause with. They say nothing, hedge nothing, and deny or affirm nothing. */
export const FILLERS: readonly string[] = ['um,', 'uh,', 'er,', 'erm,', 'hm,', 'like,', 'well,', 'let me see,']
