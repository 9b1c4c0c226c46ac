const SERIES = `title: Two nights at the lamp
description: How a lamp is kept.
unit: Night
parts: 3
intro: |
  Told by those who kept it.
`

const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="200" viewBox="0 0 640 200">
<rect width="640" height="200" fill="#f3f0e5"/><text x="20" y="110" font-family="sans-serif">lamp</text></svg>
`

const FIRST = `---
title: The first night, when \`kubelet\` <b>slept</b>
description: What the keeper saw, "word" for word.
status: published
date: 2026-08-10
updated: 2026-08-12
authors: [{ id: maren, org: Lighthouse Works, role: keeper }]
postedBy: keeper
aliases: [night-one]
topics: []
sigs: [sig-node, sig-on-premise]
versions: ["1.8"]
series: { id: two-nights, part: 1 }
note: The first of **two** nights.
age: |
  Much is gone:

  - \`extensions/v1beta1\` since 1.16.
retold:
  title: Night one
  authors: [Maren Hafen]
  date: 2017-10-24
  site: Harbour Blog
  url: https://harbour.example/night-one
pictures:
  - { file: lamp.svg, credit: Crowsnest, licence: { name: CC BY 4.0, url: "https://creativecommons.org/licenses/by/4.0/" } }
  - { file: keeper-2016.jpg, credit: Harbour Watch, lost: true }
learnMore: [{ title: How lamps turn, url: "https://harbour.example/lamps" }]
closing: { words: Keep it lit., by: [maren] }
---

The lamp turns[^1], and a word that has no end follows: ${'unbroken'.repeat(12)}.

## What turns, and why

| Part | Weight | What it does, in more words than a narrow column holds |
| :--- | -----: | ------------------------------------------------------ |
| lens | 3,000 | bends \`a-very-long-name-of-a-lens-that-has-no-space-in-it\` |
| lamp | 12 | burns |

![A lamp on a base.](lamp.svg "The lamp, from the side.")

![The keeper on stage.](keeper-2016.jpg "The keeper in 2016.")

## How it is lit

\`\`\`yaml
apiVersion: v1
kind: Pod
metadata:
  name: lamp # the one that turns, and that has a remark so long that no phone could show it whole
spec:
  containers:
    - name: wick
      args: ["--light", "--turn"]
\`\`\`

\`\`\`console
$ kubectl apply --filename lamp.yaml \\
    --dry-run=server
pod/lamp created
\`\`\`

### By hand

> A lamp that is not lit is a tower.
>
> — Maren Hafen, keeper

- [x] wick
- [ ] oil

## What turns, and why

Once more, as [above](#what-turns-and-why).

[^1]: As long as it is lit[^2].
[^2]: It is.
`

const SECOND = `---
title: The second night
description: It was calm.
status: published
date: 2026-08-11
authors: [{ id: maren }, { id: keeper }]
series: { id: two-nights, part: 2 }
---

Nothing happened.
`

const DRAFT = `---
title: A third night, not yet for readers
status: draft
date: 2026-08-12
authors: [{ id: maren }]
---

It will be told.
`

const STUDY = `---
title: "Pier AG: fewer lamps, more light"
description: How a pier was lit.
status: published
date: 2026-07-01
authors: [{ id: keeper }]
company: { name: Pier AG, industry: Piers, location: Kiel, founded: "1899", url: "https://pier.example/" }
figures:
  - { value: "3,000", label: "lamps, 1,200 of them on Kubernetes" }
  - { value: 30 s, label: from dark to light }
challenge: It was dark.
outcome: It is not.
---

It was dark for long.

> We could not see the pier.
>
> — Hein Blöd, harbour master
`

/** Files of long form with every case: a series that wants a part, a post with all that a body may hold, a draft. */
export const LONG_FORM_FILES: Readonly<Record<string, string>> = {
  'authors/maren.yml':
    'name: Maren Hafen\norg: Lighthouse Works\nbio: Kept the *lamp* for ten years.\nasOf: August 2026\n',
  'authors/keeper.yml': 'name: The keeper\nurl: https://keeper.example/\n',
  'series/two-nights.yml': SERIES,
  'posts/first-night.md': FIRST,
  'posts/first-night/lamp.svg': DRAWING,
  'posts/second-night.md': SECOND,
  'posts/third-night.md': DRAFT,
  'case-studies/pier.md': STUDY,
}
