import type { LinkKey } from './link-token.ts'
import { isSameMac, macOf } from './mac.ts'

/** Nobody reads a form, types an address and sends it in less, in milliseconds. */
const SHORTEST_FILLING = 1000
/** A form that lies open longer says nothing about how fast it was filled in. */
const LONGEST_FILLING = 86_400_000

/** When a form was shown, signed, so that nobody can hand in another time: `<milliseconds, base 36>.<key id>.<mac>`. */
export function signFormTime(shownAt: Date, key: LinkKey): string {
  const time = shownAt.getTime().toString(36)
  return `${time}.${key.id}.${macOfTime(time, key)}`
}

/**
 * How long ago a form was shown, in milliseconds.
 *
 * @param text the field `t`, as it came back
 * @returns undefined for what none of the keys signed, for a time to come, and for one over a day ago
 */
export function verifyFormTime(text: string, keys: readonly LinkKey[], now: Date): number | undefined {
  const [time = '', keyId, mac = '', ...rest] = text.split('.')
  const key = keys.find(({ id }) => id === keyId)
  if (key === undefined || rest.length > 0 || !isSameMac(mac, macOfTime(time, key))) return undefined
  const age = now.getTime() - Number.parseInt(time, 36)
  return age >= 0 && age <= LONGEST_FILLING ? age : undefined
}

/** Whether a form came back faster than a person fills one in; what is absent, forged or old says nothing. */
export function isFilledTooFast(text: string | undefined, keys: readonly LinkKey[], now: Date): boolean {
  const age = text === undefined ? undefined : verifyFormTime(text, keys, now)
  return age !== undefined && age < SHORTEST_FILLING
}

const macOfTime = (time: string, { id, secret }: LinkKey) => macOf(`form\n${id}\n${time}`, secret)
