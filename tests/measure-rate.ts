import { startScript } from './cli/run-script.ts'
import { startRecordingPeer } from './recording-peer.ts'
import { makeSendPlace, SENT_ISSUE } from './send-place.ts'

export interface MeasuredRate {
  readonly arrivals: number
  /** Mails in the fullest second of all, by when their recipients were named and by when they were there. */
  readonly most: number
  /** Mails a second, from the first to the last. */
  readonly perSecond: number
}

/** What a mail server in another process sees of a whole `npm run send --rate`, by its own clock. */
export async function measureRate(options: {
  readonly folder: string
  readonly readers: number
  readonly rate: number
  readonly connections: number
  /** Milliseconds that an answer to a mail takes at most. */
  readonly slowness: number
  /** How often it is killed on the way, and gone on with at once. */
  readonly kills?: number
}): Promise<MeasuredRate> {
  const { folder, readers, rate, connections, slowness, kills = 0 } = options
  const place = await makeSendPlace(folder, { readers })
  const peer = await startRecordingPeer({ seed: rate + connections, slowness })
  try {
    const args = [
      '--issue',
      SENT_ISSUE,
      '--rate',
      `${rate}`,
      '--connections',
      `${connections}`,
      '--on-unknown',
      'retry',
    ]
    const start = (...more: string[]) => startScript('send', [...args, ...more], { ...place.env, SMTP_URL: peer.url })
    for (let kill = 0; kill < kills; kill += 1) {
      const { child, ended } = start(...(kill === 0 ? [] : ['--resume']))
      await peer.stored(Math.floor((readers * (kill + 1)) / (kills + 1)))
      child.kill('SIGKILL')
      await ended
    }
    const { code, stderr } = await start(...(kills === 0 ? [] : ['--resume'])).ended
    if (code !== 0) throw new Error(`the send ended with ${code}: ${stderr}`)
    const { arrivals } = await peer.record()
    const begun = arrivals.map(({ begunAt }) => begunAt).toSorted((a, b) => a - b)
    const stored = arrivals.map(({ storedAt }) => storedAt).toSorted((a, b) => a - b)
    const took = (begun.at(-1) ?? 0) - (begun[0] ?? 0)
    return {
      arrivals: arrivals.length,
      most: Math.max(mostInOneSecond(begun), mostInOneSecond(stored)),
      perSecond: ((begun.length - 1) * 1_000) / took,
    }
  } finally {
    await peer.stop()
  }
}

/** @param times milliseconds, in their order */
export function mostInOneSecond(times: readonly number[]): number {
  let first = 0
  let most = 0
  for (const [last, time] of times.entries()) {
    while (time - (times[first] ?? time) >= 1_000) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}
