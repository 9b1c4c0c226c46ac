import { z } from 'astro/zod'
import { momentSchema } from '../text/moment.ts'

/** One measurement, beside what it is compared with in the same run. */
export const figureSchema = z.strictObject({
  what: z.string().min(1),
  ours: z.number(),
  /** Of `ours` and `peer`; empty where things are counted. */
  unit: z.string(),
  peer: z.number(),
  peerName: z.string().min(1),
  /** What `ours` is to be: at least or at most so many times the peer's, or at most so much. */
  asked: z
    .union([
      z.strictObject({ atLeast: z.number() }),
      z.strictObject({ atMost: z.number() }),
      z.strictObject({ atMostOurs: z.number() }),
    ])
    .optional(),
})
export type Figure = z.infer<typeof figureSchema>

/** What a benchmark ran on; memory in gigabytes. What was not noted is absent. */
const machineSchema = z.strictObject({
  processor: z.string(),
  cores: z.int().min(1),
  memory: z.number().optional(),
  node: z.string(),
  system: z.string(),
})
export type Machine = z.infer<typeof machineSchema>

/** One run of one script of tests/bench/, and all that it measured. */
export const benchRunSchema = z.strictObject({
  /** What the command calls it, like `ingest`. */
  bench: z.string().min(1),
  script: z.string().min(1),
  /** With `--long`: more rounds, and more of everything. */
  long: z.boolean(),
  at: momentSchema,
  /** Of the program that was measured; `+` behind it where files of it had changed since. */
  commit: z.string(),
  machine: machineSchema,
  /** Of the minute before the command's start. */
  load: z.number().optional(),
  /** How long it took. */
  seconds: z.number().optional(),
  figures: z.array(figureSchema),
})
export type BenchRun = z.infer<typeof benchRunSchema>

/** Whether so much was to be done meanwhile that times say little: of every two cores, one was taken. */
export const isBusy = ({ load = 0, machine }: Pick<BenchRun, 'load' | 'machine'>): boolean => load >= machine.cores / 2
