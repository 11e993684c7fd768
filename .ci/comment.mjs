/**
 * Keeps one comment of a pull request up to date, for `action.yml`. Plain JavaScript, because it runs with whatever Node the
 * user's job has. A fault causes a warning: the verdict is the gate's, whether or not it can be shown here.
 */
import { readFileSync } from 'node:fs'

const MARK = '<!-- vitest-robustness -->'
/** Comments a page, and the most pages that are looked through. */
const [PER_PAGE, MOST_PAGES] = [100, 100]
const { GITHUB_API_URL = '', GITHUB_REPOSITORY = '', GITHUB_TOKEN = '', PULL = '', REPORT = '' } = process.env
const issues = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/issues`

try {
  const body = readFileSync(REPORT, 'utf8')
  const comment = await findComment(body)
  const written =
    comment === null
      ? await call('POST', `${issues}/${Number(PULL)}/comments`, { body })
      : await call('PATCH', `${issues}/comments/${comment}`, { body })
  console.log(`The report is at ${written.html_url}`)
} catch (error) {
  // An error's text may hold what the server answered: it is kept in one line, so that it is read as no other command.
  const text = String(error instanceof Error ? error.message : error).replaceAll('%', '%25')
  console.log(`::warning::No comment was written: ${text.replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`)
}

/**
 * The id of the comment that an earlier gate of the same release line wrote. Anybody can write the mark, so only the workflow's
 * own comments count. Earlier versions named no line, nor does a gate that ended before it wrote a run: such a comment, or the
 * one that such a gate finds, is taken to be of the same line if it is alone.
 */
async function findComment(report) {
  const own = []
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await call('GET', `${issues}/${Number(PULL)}/comments?per_page=${PER_PAGE}&page=${page}`)
    own.push(...comments.filter(({ user, body }) => user?.login === 'github-actions[bot]' && body?.startsWith(MARK)))
    if (comments.length < PER_PAGE) break
  }
  const same = own.find(({ body }) => lineOf(body) === lineOf(report))
  const unnamed = own.length === 1 && (lineOf(own[0].body) === null || report.startsWith(`${MARK}\n**No verdict**`))
  return (same ?? (unnamed ? own[0] : null))?.id ?? null
}

/** The release line that a report names below the mark; `null` where it is the default one. */
function lineOf(body) {
  return /^<!-- line: (.*) -->\r?$/m.exec(body.split('\n', 2)[1] ?? '')?.[1] ?? null
}

async function call(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GITHUB_TOKEN}`,
      'x-github-api-version': '2022-11-28',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  })
  if (response.ok) return response.json()
  const denied = response.status === 403 ? '; the job needs the permission "pull-requests: write"' : ''
  throw new Error(`GitHub answered ${response.status} to ${method}${denied}: ${(await response.text()).slice(0, 300)}`)
}
