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
  const comment = await findComment()
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

/** The id of the comment that an earlier run wrote. Anybody can write the mark, so only the workflow's own comments count. */
async function findComment() {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await call('GET', `${issues}/${Number(PULL)}/comments?per_page=${PER_PAGE}&page=${page}`)
    const own = comments.find(({ user, body }) => user?.login === 'github-actions[bot]' && body?.startsWith(MARK))
    if (own) return own.id
    if (comments.length < PER_PAGE) return null
  }
  return null
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
