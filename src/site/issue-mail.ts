import { assembleDigest } from '../core/digest/assemble-digest.ts'
import type { Digest } from '../core/digest/digest.ts'
import { renderText } from '../core/digest/render-text.ts'
import { renderWebMail } from '../core/digest/render-web-mail.ts'
import type { Issue } from '../core/issue/issue.ts'
import { nameEditors } from '../core/issue/name-editors.ts'
import { formatDay } from '../core/text/moment.ts'
import { issuePath, issueTextPath, MAIL_STYLE_PATH, SUBSCRIBE_PATH } from './paths.ts'
import { escapeXml } from './rss-channel.ts'
import type { SiteContent } from './site-content.ts'

type Whose = Pick<SiteContent, 'settings' | 'people'>

/** The plain text of an issue, as its mail has it. */
export function renderIssueText(issue: Issue, content: Whose): string {
  return renderText(assembleForAll(issue, content))
}

/** The mail of an issue as a page of the site. */
export function renderIssueMail(issue: Issue, content: Whose): string {
  const { settings } = content
  const digest = assembleForAll(issue, content)
  const page = issuePath(issue.key)
  const sent = issue.status === 'published' ? `, ${formatDay(issue.date)}` : ''
  return renderWebMail(digest, {
    stylesheet: MAIL_STYLE_PATH,
    icon: '/favicon.svg',
    canonical: settings.url + page,
    heading: [
      `<p>The mail of <a href="${page}">no. ${issue.number}</a>${sent}; also as <a href="${issueTextPath(issue.key)}">plain text</a>.</p>`,
      `<p>Subject: <b>${escapeXml(digest.subject)}</b></p>`,
      digest.preheader === '' ? '' : `<p>First line: ${escapeXml(digest.preheader)}</p>`,
    ].join(''),
  })
}

/** The mail without what is addressed to one reader: nobody can leave a list from here, and everybody can come. */
function assembleForAll(issue: Issue, { settings, people }: Whose): Digest {
  const digest = assembleDigest(nameEditors(issue, people), settings)
  const subscribe = { text: 'Get every issue', url: settings.url + SUBSCRIBE_PATH }
  return {
    ...digest,
    top: subscribe,
    links: [...digest.links, subscribe],
    reason: `This is the mail of no. ${issue.number} as anybody may read it. Whoever subscribes has a link here to unsubscribe.`,
  }
}
