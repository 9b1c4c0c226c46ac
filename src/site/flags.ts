import type { FlagLetter } from '../core/text/flag-letter.ts'
import type { Cloth } from '../core/text/palette.ts'

/**
 * Single flags of the International Code of Signals (1969, as amended), drawn in a square of 12 by 12.
 * Each shape is a path and its colour; the colours are those of the cloth.
 */
export interface Flag {
  /** The phonetic alphabet's word for the letter. */
  readonly word: string
  /** What the flag says when it flies alone. */
  readonly meaning: string
  readonly shapes: readonly (readonly [colour: FlagColour, path: string])[]
  /** True where the flag is not a square, so that an outline round the square would be wrong. */
  readonly swallowtail?: boolean
}

export type FlagColour = Cloth

const SQUARE = 'M0 0h12v12H0z'

export const FLAGS = {
  B: {
    word: 'Bravo',
    meaning: 'I am taking in, or discharging, or carrying dangerous goods',
    shapes: [['red', 'M0 0h12L9 6l3 6H0z']],
    swallowtail: true,
  },
  C: {
    word: 'Charlie',
    meaning: 'Yes: affirmative',
    shapes: [
      ['white', SQUARE],
      ['blue', 'M0 0h12v2.4H0zM0 9.6h12V12H0z'],
      ['red', 'M0 4.8h12v2.4H0z'],
    ],
  },
  E: {
    word: 'Echo',
    meaning: 'I am altering my course to starboard',
    shapes: [
      ['blue', 'M0 0h12v6H0z'],
      ['red', 'M0 6h12v6H0z'],
    ],
  },
  G: {
    word: 'Golf',
    meaning: 'I require a pilot',
    shapes: [
      ['yellow', SQUARE],
      ['blue', 'M2 0h2v12H2zM6 0h2v12H6zM10 0h2v12h-2z'],
    ],
  },
  H: {
    word: 'Hotel',
    meaning: 'I have a pilot on board',
    shapes: [
      ['white', 'M0 0h6v12H0z'],
      ['red', 'M6 0h6v12H6z'],
    ],
  },
  K: {
    word: 'Kilo',
    meaning: 'I wish to communicate with you',
    shapes: [
      ['yellow', 'M0 0h6v12H0z'],
      ['blue', 'M6 0h6v12H6z'],
    ],
  },
  L: {
    word: 'Lima',
    meaning: 'You should stop your vessel instantly',
    shapes: [
      ['yellow', 'M0 0h6v6H0zM6 6h6v6H6z'],
      ['black', 'M6 0h6v6H6zM0 6h6v6H0z'],
    ],
  },
  N: {
    word: 'November',
    meaning: 'No: negative',
    shapes: [
      ['white', SQUARE],
      ['blue', 'M0 0h3v3H0zM6 0h3v3H6zM3 3h3v3H3zM9 3h3v3H9zM0 6h3v3H0zM6 6h3v3H6zM3 9h3v3H3zM9 9h3v3H9z'],
    ],
  },
  P: {
    word: 'Papa',
    meaning: 'In harbour: all persons should report on board, the vessel is about to proceed to sea',
    shapes: [
      ['blue', SQUARE],
      ['white', 'M4 4h4v4H4z'],
    ],
  },
  R: {
    word: 'Romeo',
    meaning: 'No meaning alone in the code; as a procedure signal: received',
    shapes: [
      ['red', SQUARE],
      ['yellow', 'M4.8 0h2.4v4.8H12v2.4H7.2V12H4.8V7.2H0V4.8h4.8z'],
    ],
  },
  U: {
    word: 'Uniform',
    meaning: 'You are running into danger',
    shapes: [
      ['red', 'M0 0h6v6H0zM6 6h6v6H6z'],
      ['white', 'M6 0h6v6H6zM0 6h6v6H0z'],
    ],
  },
  V: {
    word: 'Victor',
    meaning: 'I require assistance',
    shapes: [
      ['white', SQUARE],
      ['red', 'M0 0h1.9L6 4.1 10.1 0H12v1.9L7.9 6l4.1 4.1V12h-1.9L6 7.9 1.9 12H0v-1.9L4.1 6 0 1.9z'],
    ],
  },
  X: {
    word: 'X-ray',
    meaning: 'Stop carrying out your intentions and watch for my signals',
    shapes: [
      ['white', SQUARE],
      ['blue', 'M4.6 0h2.8v4.6H12v2.8H7.4V12H4.6V7.4H0V4.6h4.6z'],
    ],
  },
  Z: {
    word: 'Zulu',
    meaning: 'I require a tug',
    shapes: [
      ['black', 'M0 0l6 6-6 6z'],
      ['yellow', 'M0 0h12L6 6z'],
      ['blue', 'M12 0v12L6 6z'],
      ['red', 'M0 12l6-6 6 6z'],
    ],
  },
} as const satisfies Record<FlagLetter, Flag>

export type FlagId = FlagLetter
