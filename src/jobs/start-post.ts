import { personIdSchema } from '../core/issue/person-id.ts'
import { formatYaml } from '../core/text/front-matter.ts'
import { dayOf } from '../core/text/moment.ts'
import { failure, type Result, success } from '../core/text/problem.ts'
import { slugOf } from '../core/text/slug.ts'

export const NEW_KINDS = ['post', 'case-study', 'series'] as const
export type NewKind = (typeof NEW_KINDS)[number]

export interface NewFile {
  /** Relative to the content folder. */
  readonly path: string
  readonly text: string
}

/** A draft of long form: every field worth filling in, the optional ones behind `# `. */
export function startPost(kind: NewKind, title: string, now: Date): Result<NewFile> {
  const slug = slugOf(title)
  if (slug === '') {
    return failure({
      where: title,
      what: 'the title has no letters or digits that an address can be made of',
      remedy: 'Start with a title in Latin letters; the file may say another one later',
    })
  }
  const { path, write } = FILES[kind]
  return success({ path: path(slug), text: write(title.trim(), dayOf(now)) })
}

/** Somebody who writes for the site or edits issues. */
export function startPerson(id: string, name: string): Result<NewFile> {
  const checked = personIdSchema.safeParse(id)
  if (!checked.success || name.trim() === '') {
    return failure({
      where: id,
      what: checked.success ? 'the name is missing' : `this is no id of a person: ${checked.error.issues[0]?.message}`,
      remedy: 'Say the id, which becomes the address, and then the name: ada-quay "Ada Quay"',
    })
  }
  const text = `${formatYaml({ name: name.trim() })}# Who employs them now; what they write says who did at the time.
# org: Harbour Works
# url: https://ada.example/
# Their name at the host of the source, where reminders reach an editor.
# handle: ada-quay
# Facts in a sentence or two of ours, and as of when. Inline markdown.
# bio: Looks after the lamp of [Harbour Works](https://harbour.example/).
# asOf: November 2026
# Of what is no person:
# type: organisation
`
  return success({ path: `authors/${id}.yml`, text })
}

const writePost = (title: string, day: string): string => `---
${head(title, day)}# The series that it is a part of, a file of series/, and which part.
# series:
#   id: five-days-at-sea
#   part: 1
${AROUND}# How it ends: a word of parting, and who signs it, files of authors/.
# closing:
#   words: See you at the next meeting
#   by: [ada-quay]
---

TODO: what a reader knows after this, in two or three sentences.

## TODO: the first part

TODO
`

const writeCaseStudy = (title: string, day: string): string => `---
${head(title, day)}# Facts as of the date above; a line that is not known goes.
company:
  name: ${JSON.stringify(title)}
  # industry: Shipping
  # location: Aberdeen
  # founded: "2006"
  # url: https://harbour.example/
# What the study stands on, in numbers.
figures: []
#   - value: 3,000
#     label: pods, in two clusters
# The problem, and what became of it, in a sentence each.
challenge: ""
outcome: ""
# The full study, where it stands elsewhere.
# study: https://harbour.example/study/
${AROUND}---

TODO: what they had, what they changed, what came of it.

> TODO: what somebody said of it, word for word.
>
> — TODO Name, role
`

const writeSeries = (title: string): string => `${formatYaml({ title })}# A sentence, for lists and search engines.
description: ""
# What a part is called: Day gives "Day 2 of 5".
# unit: Part
# How many parts there will be, where more are to come than are written.
# parts: 5
# A paragraph or two above the parts, as markdown.
# intro: Why these belong together.
`

const head = (
  title: string,
  day: string,
): string => `${formatYaml({ title })}# A sentence or two, for lists, search engines and feeds. Publishing needs it.
description: ""
# published, once it is to be seen.
status: draft
date: ${day}
# updated: ${day}
# Who wrote it, files of authors/, with employer and role of the time. Publishing needs one.
authors: []
#   - id: ada-quay
#     org: Harbour Works
#     role: SIG Node chair
`

/** What posts and case studies have in common, below what they begin with. */
const AROUND = `# Who brought it here, where that was somebody else.
# postedBy: ada-quay
# Earlier addresses, which will lead here.
# aliases: [the-old-name]
# Files of topics/; folders of groups in kubernetes/community; minor versions that it was written for; other projects.
topics: []
sigs: []
versions: []
projects: []
# An editor's note at the head, and a warning where it has aged. Markdown.
# note: Second of five posts.
# age: What of it is gone since.
# The work of somebody else that this one tells anew; a link that is not known is left out.
# retold:
#   title: The title of the original
#   authors: [Ada Quay]
#   date: 2017-10-28
#   site: Harbour Blog
#   url: https://harbour.example/original/
# For each picture that the text shows with ![what it shows](mast.svg "its caption"): the file lies in a folder named
# like this file, beside it. Where nothing but the caption is left, say lost: true.
# pictures:
#   - file: mast.svg
#     credit: Ada Quay
#     licence:
#       name: CC BY 4.0
#       url: https://creativecommons.org/licenses/by/4.0/
# Where to read on.
# learnMore:
#   - title: How masts are made
#     url: https://harbour.example/masts/
`

const FILES: Readonly<
  Record<NewKind, { path: (slug: string) => string; write: (title: string, day: string) => string }>
> = {
  post: { path: (slug) => `posts/${slug}.md`, write: writePost },
  'case-study': { path: (slug) => `case-studies/${slug}.md`, write: writeCaseStudy },
  series: { path: (slug) => `series/${slug}.yml`, write: writeSeries },
}
