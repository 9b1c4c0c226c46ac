// node tests/bench/render-mail.ts [--long]: the mail of an issue of 25 picks, its size and how long it takes to make, beside
// the same words as plain HTML by markdown-it, without a layout.
import markdownIt from 'markdown-it'
import type { Figure } from '../../src/core/bench/figure.ts'
import { assembleDigest } from '../../src/core/digest/assemble-digest.ts'
import { renderHtml } from '../../src/core/digest/render-html.ts'
import { renderText } from '../../src/core/digest/render-text.ts'
import { siteSettingsSchema } from '../../src/core/text/site-settings.ts'
import { makeIssue, makePick, SECTION_IDS } from '../builders.ts'
import { median, printFigures } from './figure.ts'

const ROUNDS = process.argv.includes('--long') ? 500 : 100
const PICKS = 25
/** As long as those of real issues are, at the most. */
const BLURB =
  'How a lamp is lit **before** the scheduler wakes, and why the queue behind it drains sooner than it fills: a walk through three nights of `kubelet` logs, with what the keepers changed, what they would not change again, and the numbers of each night beside one another.'

const settings = siteSettingsSchema.parse({
  ...{ name: 'Lighthouse', url: 'https://light.example', tagline: 'A lamp over the cluster' },
  description: 'What the lamp shows.',
  mail: { from: 'Lighthouse <lamp@light.example>', address: '1 Pier\nHarbour\n' },
})
const picks = Array.from({ length: PICKS }, (_, index) =>
  makePick({
    title: `What the keepers of lamp ${index} learnt about restarts`,
    url: `https://harbour-${index}.example/2026/08/what-the-keepers-learnt/`,
    section: SECTION_IDS[index % 6] ?? 'technical',
    blurb: BLURB,
    minutes: index + 2,
  }),
)
const issue = makeIssue({ picks, body: 'The harbour was calm, and so were most of those who look after it.' })
const plain = markdownIt()
const words = [
  `# ${issue.title}\n\n${issue.body}`,
  ...picks.map(({ title, url, source, blurb }) => `### [${title}](${url})\n\n${source}\n\n${blurb}`),
].join('\n\n')

const render = () => {
  const digest = assembleDigest(issue, settings)
  return { html: renderHtml(digest), text: renderText(digest) }
}

/** Milliseconds, the middle of many rounds; they take turns. */
const [ours, peer]: [number[], number[]] = [[], []]
for (let round = -10; round < ROUNDS; round += 1) {
  for (const [times, run] of [
    [ours, render],
    [peer, () => plain.render(words)],
  ] as const) {
    const start = performance.now()
    run()
    if (round >= 0) times.push(performance.now() - start)
  }
}
const bytes = (text: string) => Buffer.byteLength(text) / 1_000
const common = { peerName: 'markdown-it, no layout' }
const figures: Figure[] = [
  {
    ...{ what: `digest: HTML of ${PICKS} picks`, ours: bytes(render().html), unit: 'kB', ...common },
    ...{ peer: bytes(plain.render(words)), asked: { atMostOurs: 30 } },
  },
  { what: 'digest: time of HTML and text', ours: median(ours), peer: median(peer), unit: 'ms', ...common },
]
printFigures(figures)
