import { z } from 'astro/zod'
import { contrast, mixColours } from './contrast.ts'

/** A colour by day and by night. */
export type DayAndNight = readonly [day: string, night: string]

const colourSchema = z.string().regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i, {
  error: 'expected a colour like #0b4c86 (in quotes: YAML takes what follows # for a comment)',
})
const pairSchema = z
  .union([colourSchema, z.tuple([colourSchema, colourSchema])], {
    error: "expected a colour like '#0b4c86', or two of them, for day and night: ['#0b4c86', '#8cc4ff']",
  })
  .transform((given): DayAndNight => (typeof given === 'string' ? [given, given] : given))

const CLOTHS = ['blue', 'red', 'yellow', 'white', 'black'] as const
/** The five colours that flags are made of. */
export type Cloth = (typeof CLOTHS)[number]
export type Cloths<Colour = DayAndNight> = Readonly<Record<Cloth, Colour>>

/** What mail has of its own: colours of three digits cost few bytes, and its paper lies in a frame that is not ours. */
const mailSchema = z.strictObject({
  paper: pairSchema.optional(),
  ink: pairSchema.optional(),
  soft: pairSchema.optional(),
  line: pairSchema.optional(),
  wash: pairSchema.optional(),
  sea: pairSchema.optional(),
  /** The edge of a flag, and the line below a linked title. */
  rope: pairSchema.optional(),
  rule: pairSchema.optional(),
  /** On the ground `ink`. */
  button: pairSchema.optional(),
})

/** `colours` of `content/site.yml`: paper, ink and the colour of links; any other can be said, or is made of these. */
export const coloursSchema = z
  .strictObject({
    /** The ground of pages. */
    paper: pairSchema,
    /** What is read. */
    ink: pairSchema,
    /** Links, and the ring around what has the focus. */
    sea: pairSchema,
    /** What is said beside: sources, days, counts. */
    soft: pairSchema.optional(),
    /** Hairlines. */
    line: pairSchema.optional(),
    /** The ground of code and of tables of data. */
    wash: pairSchema.optional(),
    /** In pictures drawn from data: what is over, and what is there all the same. */
    seen: pairSchema.optional(),
    rope: pairSchema.optional(),
    /** What ends, what is dangerous. */
    warn: pairSchema.optional(),
    /** Words in code: texts, and keywords with numbers. */
    string: pairSchema.optional(),
    number: pairSchema.optional(),
    flags: z
      .strictObject({
        blue: pairSchema.optional(),
        red: pairSchema.optional(),
        yellow: pairSchema.optional(),
        white: pairSchema.optional(),
        black: pairSchema.optional(),
      })
      .optional(),
    mail: mailSchema.optional(),
  })
  .transform(completePalette)
  .superRefine((palette, context) => {
    for (const { path, message } of findFaintColours(palette)) context.addIssue({ code: 'custom', path, message })
  })

type MailColours = Required<{ [Name in keyof z.output<typeof mailSchema>]: DayAndNight }>

/** Every colour that site, mail and pictures have. */
export interface Palette {
  readonly paper: DayAndNight
  readonly ink: DayAndNight
  readonly soft: DayAndNight
  readonly line: DayAndNight
  readonly wash: DayAndNight
  readonly sea: DayAndNight
  readonly seen: DayAndNight
  readonly rope: DayAndNight
  readonly warn: DayAndNight
  readonly string: DayAndNight
  readonly number: DayAndNight
  readonly flags: Cloths
  readonly mail: Readonly<MailColours>
}

/** The least contrast of text on its ground that WCAG 2.2 takes at level AA (1.4.3). */
const LEAST = 4.5

type Given = { readonly [Name in keyof Omit<Palette, 'flags' | 'mail'>]?: DayAndNight | undefined } & Pick<
  Palette,
  'paper' | 'ink' | 'sea'
> & {
    readonly flags?: Readonly<Partial<Record<Cloth, DayAndNight | undefined>>> | undefined
    readonly mail?: { readonly [Name in keyof MailColours]?: DayAndNight | undefined } | undefined
  }

/** What was not given lies between paper and ink, or is as the law of the sea and common habit have it. */
function completePalette({ paper, ink, sea, flags = {}, mail = {}, ...own }: Given): Palette {
  const between = (share: number): DayAndNight => [
    mixColours(paper[0], ink[0], share),
    mixColours(paper[1], ink[1], share),
  ]
  const readable = (wanted: DayAndNight, ground: DayAndNight): DayAndNight => [
    towards(wanted[0], ink[0], ground[0]),
    towards(wanted[1], ink[1], ground[1]),
  ]
  const wash = own.wash ?? between(0.05)
  const site = {
    ...{ paper, ink, sea, wash },
    soft: own.soft ?? readable(between(0.68), wash),
    line: own.line ?? between(0.17),
    seen: own.seen ?? between(0.28),
    rope: own.rope ?? between(0.42),
    warn: own.warn ?? readable(STANDARD_PALETTE.warn, wash),
    string: own.string ?? readable(STANDARD_PALETTE.string, wash),
    number: own.number ?? readable(STANDARD_PALETTE.number, wash),
    flags: {
      blue: flags.blue ?? STANDARD_PALETTE.flags.blue,
      red: flags.red ?? STANDARD_PALETTE.flags.red,
      yellow: flags.yellow ?? STANDARD_PALETTE.flags.yellow,
      white: flags.white ?? STANDARD_PALETTE.flags.white,
      black: flags.black ?? STANDARD_PALETTE.flags.black,
    },
  } satisfies Omit<Palette, 'mail'>
  return {
    ...site,
    mail: {
      paper: mail.paper ?? paper,
      ink: mail.ink ?? ink,
      soft: mail.soft ?? site.soft,
      line: mail.line ?? site.line,
      wash: mail.wash ?? wash,
      sea: mail.sea ?? sea,
      rope: mail.rope ?? site.rope,
      rule: mail.rule ?? site.rope,
      button: mail.button ?? paper,
    },
  }
}

/** The wanted colour, as far towards the ink as it takes to be read on its ground. */
function towards(wanted: string, ink: string, ground: string): string {
  for (let share = 0; share < 1; share += 0.1) {
    const mixed = mixColours(wanted, ink, share)
    if (contrast(mixed, ground) >= LEAST) return mixed
  }
  return ink
}

interface Faint {
  readonly path: string[]
  readonly message: string
}

const GROUNDS = ['paper', 'wash'] as const
const WORDS = ['ink', 'soft', 'sea', 'warn'] as const
const CODE = ['string', 'number'] as const

/** Words that cannot be read on their ground: which two colours, how far apart they stand, and what to do. */
function findFaintColours({ mail, ...site }: Palette): Faint[] {
  const pairs: (readonly [path: readonly string[], words: DayAndNight, ground: readonly string[], on: DayAndNight])[] =
    [
      ...GROUNDS.flatMap((ground) =>
        [...WORDS, ...(ground === 'wash' ? CODE : [])].map(
          (name) => [[name], site[name], [ground], site[ground]] as const,
        ),
      ),
      ...(['ink', 'soft', 'sea'] as const).map(
        (name) => [['mail', name], mail[name], ['mail', 'paper'], mail.paper] as const,
      ),
      [['mail', 'ink'], mail.ink, ['mail', 'wash'], mail.wash],
      [['mail', 'button'], mail.button, ['mail', 'ink'], mail.ink],
    ]
  // What mail has from the site is told once.
  const told = new Set<string>()
  return pairs.flatMap(([path, words, ground, on]) =>
    ([0, 1] as const).flatMap((time) => {
      const ratio = contrast(words[time], on[time])
      const pair = `${time} ${words[time]} ${on[time]}`
      if (ratio >= LEAST || told.has(pair)) return []
      told.add(pair)
      const when = time === 0 ? 'day' : 'night'
      const isDark = contrast(on[time], '#000') > contrast(on[time], '#fff')
      const message =
        `by ${when}, ${nameOf(path)} (${words[time]}) on ${nameOf(ground)} (${on[time]}) has a contrast of ${floor(ratio)} to 1, ` +
        `and words need ${LEAST}: make the first ${isDark ? 'darker' : 'lighter'}, or the second ${isDark ? 'lighter' : 'darker'}`
      return [{ path: [...path], message }]
    }),
  )
}

const nameOf = (path: readonly string[]) => `colours.${path.join('.')}`

/** Never rounded up to what would have been enough. */
const floor = (ratio: number) => (Math.floor(ratio * 100) / 100).toFixed(2)

const both = (colour: string): DayAndNight => [colour, colour]

/** The palette of settings that name none. */
export const STANDARD_PALETTE: Palette = {
  paper: ['#fbfaf5', '#0e1620'],
  ink: ['#17212e', '#e6e3d8'],
  soft: ['#525d6a', '#9eaab7'],
  line: ['#d9d5c7', '#293646'],
  wash: ['#f3f0e5', '#15202c'],
  sea: ['#0b4c86', '#8cc4ff'],
  seen: ['#b9c0c4', '#3d4c5c'],
  rope: ['#a89f86', '#5d6a78'],
  warn: ['#a3121f', '#ff9a9a'],
  string: ['#7a4300', '#e5b567'],
  number: ['#8a2346', '#f0a3b5'],
  flags: {
    blue: ['#1d4ea2', '#2f66c4'],
    red: ['#c8202f', '#d3303e'],
    yellow: both('#f4b400'),
    white: ['#fff', '#f4f2ea'],
    black: both('#111'),
  },
  mail: {
    paper: ['#fbfaf5', '#0e1620'],
    ink: ['#123', '#e6e3d8'],
    soft: ['#567', '#97a3b1'],
    line: ['#ddc', '#2b3948'],
    wash: ['#f2efe3', '#141f2b'],
    sea: ['#0b4c86', '#8cc4ff'],
    rope: ['#998', '#998'],
    rule: ['#b9b4a3', '#55636f'],
    button: ['#fff', '#0e1620'],
  },
}

/** The colours of flags by day, as mail and pictures have them. */
export const clothsByDay = ({ flags }: Pick<Palette, 'flags'>): Cloths<string> =>
  Object.fromEntries(CLOTHS.map((cloth) => [cloth, flags[cloth][0]])) as Record<Cloth, string>

/** `palette(ink)` and `palette(flags.red)` in a style sheet become the colour by day and by night. */
export function fillPalette(css: string, palette: Palette): string {
  return css.replace(/\bpalette\((flags\.)?([a-z]+)\)/g, (found, isFlag: string | undefined, name: string) => {
    const shelf: Readonly<Record<string, unknown>> = { ...(isFlag === undefined ? palette : palette.flags) }
    const colour = shelf[name]
    if (!Array.isArray(colour)) throw new Error(`there is no colour ${found}`)
    const [day, night] = colour as unknown as DayAndNight
    return day === night ? day : `light-dark(${day}, ${night})`
  })
}
