import { z } from 'astro/zod'

/** The letters whose flags of the International Code of Signals are drawn here. */
const FLAG_LETTERS = ['B', 'C', 'E', 'G', 'H', 'K', 'L', 'N', 'P', 'R', 'U', 'V', 'X', 'Z'] as const

export type FlagLetter = (typeof FLAG_LETTERS)[number]

export const flagLetterSchema = z.enum(FLAG_LETTERS)
