import { splitIssueBody } from '../issue/issue-body.ts'
import type { Issue, Pick } from '../issue/issue.ts'
import { ACCESS_WORDS, AI_WORDS, formatAuthor } from '../issue/pick-words.ts'
import { readingMinutes } from '../issue/reading-minutes.ts'
import { sectionsOf } from '../issue/section.ts'
import { countNoun } from '../text/count-noun.ts'
import { joinNames } from '../text/join-names.ts'
import { languageName } from '../text/language-name.ts'
import { formatDay } from '../text/moment.ts'
import { hoistOf, paletteOf, type SiteSettings } from '../text/site-settings.ts'
import type { Digest, DigestCorrection, DigestPick, DigestSection } from './digest.ts'

/**
 * An issue as a mail. An issue without a subject goes by its title, so that a draft can be looked at early; whether it
 * may be sent is for `checkDigest` to say. Of the flaws of a pick, each named one has a page on the site, as
 * `settlePickCves` sees to.
 *
 * @param unsubscribe a link or placeholder that `parseUnsubscribeTemplate` let through; absent for a copy sent by hand
 */
export function assembleDigest(issue: Issue, settings: SiteSettings, unsubscribe?: string): Digest {
  const known = sectionsOf(issue)
  const body = splitIssueBody(issue.body, known)
  const title = issue.title || `${settings.name} No. ${issue.number}`
  return {
    issue: issue.key,
    draft: issue.status !== 'published',
    name: settings.name,
    tagline: settings.tagline,
    language: settings.language,
    subject: issue.subject.trim() || title,
    preheader: issue.preheader.trim(),
    title,
    facts: describeIssue(issue),
    url: `${settings.url}/issues/${issue.key}/`,
    top: { text: 'View in browser', url: `${settings.url}/issues/${issue.key}/` },
    note: body.note,
    sections: known
      .map(({ id, title, flag = '', signal }): DigestSection => {
        const picks = issue.picks.filter((pick) => pick.section === id)
        const words = body.sections.get(id) ?? ''
        return { id, title, flag, signal, words, picks: picks.map((pick) => describePick(pick, settings)) }
      })
      .filter(({ words, picks }) => words !== '' || picks.length > 0),
    asides: body.others,
    corrections: describeCorrections(issue, settings.url),
    credits: issue.editors.length > 0 ? [`Edited by ${joinNames(issue.editors)}.`] : [],
    links: [
      { text: 'Read it on the web', url: `${settings.url}/issues/${issue.key}/` },
      { text: 'Suggest a link', url: `${settings.url}/suggest/` },
      { text: 'Follow by RSS', url: `${settings.url}/rss.xml` },
      { text: 'Privacy', url: `${settings.url}/privacy/` },
    ],
    reason: explain(settings, unsubscribe),
    unsubscribe,
    address: settings.mail.address?.split('\n').map((line) => line.trim()) ?? [],
    hoist: hoistOf(settings),
    colours: paletteOf(settings),
  }
}

function describeIssue(issue: Issue): string[] {
  const picks = issue.picks.length
  const pool = issue.candidates === undefined || issue.candidates < picks ? '' : ` from ${issue.candidates}`
  return [
    ...(issue.status === 'published' ? [] : ['Draft']),
    `No. ${issue.number}`,
    formatDay(issue.date),
    ...(picks === 0 ? [] : [`${countNoun(picks, 'pick')}${pool}`]),
    countNoun(readingMinutes(issue), 'minute'),
  ]
}

function describeCorrections({ key, picks, corrections, corrects }: Issue, site: string): DigestCorrection[] {
  const pageOf = (issue: string, pick?: string) => `${site}/issues/${issue}/${pick === undefined ? '' : `#${pick}`}`
  const own = corrections.map(({ date, pick, text }) => {
    const about = picks.find(({ id }) => id === pick)
    return { date, text, about: about && { text: `“${about.title}”`, url: pageOf(key, about.id) } }
  })
  const told = corrects.map(({ date, issue, number, pick, title, text }) => {
    const name = title === undefined ? `no. ${number}` : `no. ${number}, “${title}”`
    return { date, text, about: { text: name, url: pageOf(issue, title === undefined ? undefined : pick) } }
  })
  return [...own, ...told].map(({ date, about, text }) => ({ day: formatDay(date, { weekday: false }), about, text }))
}

/** So many flaws of a pick are links; the page of one leads to those it is told with. */
const MOST_CVES = 3

function describePick(pick: Pick, { language, url }: SiteSettings): DigestPick {
  return {
    title: pick.title,
    url: pick.url,
    facts: [
      // A release line begins with the name of its project.
      ...(pick.section === 'subproject-releases' ? [] : [pick.source]),
      ...(pick.authors.length === 0 ? [] : [joinNames(pick.authors.map(formatAuthor))]),
      ...(pick.kind === 'podcast' || pick.kind === 'video' ? [pick.kind] : []),
      ...(pick.minutes === undefined ? [] : [`${pick.minutes} min`]),
      ...(isSame(pick.language, language) ? [] : [`in ${languageName(pick.language)}`]),
      ...[ACCESS_WORDS[pick.access], AI_WORDS[pick.ai]].filter((words) => words !== undefined),
      ...(pick.again === undefined ? [] : [`again: ${pick.again}`]),
    ],
    blurb: pick.blurb,
    also: pick.also.map(({ source, url }) => ({ source, url: url === pick.url ? undefined : url })),
    cves: (pick.cves ?? []).slice(0, MOST_CVES).map((cve) => ({ text: cve, url: `${url}/security/${cve}/` })),
  }
}

/** What the mail does not do is promised where we send it ourselves: a mailing service may add to it what it likes. */
function explain({ name, url, mail }: SiteSettings, unsubscribe: string | undefined): string {
  const host = new URL(url).host
  const sentences =
    unsubscribe === undefined
      ? [`An editor of ${name} sent this copy to you by hand; your address is on no list because of it.`]
      : [
          `You get this mail because you subscribed to ${name}, the newsletter of ${host}.`,
          ...(unsubscribe.startsWith(`${url}/`) ? ['Nothing in it tracks you.'] : []),
        ]
  return [...sentences, ...(mail.replyTo === undefined ? [] : ['Replies reach the editors.'])].join(' ')
}

/** A reader of British English reads American English as well. */
const isSame = (one: string, other: string): boolean => baseOf(one) === baseOf(other)
const baseOf = (language: string) => language.split('-')[0]?.toLowerCase()
