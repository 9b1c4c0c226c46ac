/** What JSON can say, as its text: what goes from hand to hand so is not walked through at each. */
export interface Packed<T> {
  readonly json: string
  /** Never there; it keeps the type of what was packed. */
  readonly of?: T
}

export const pack = <T extends object>(value: T): Packed<T> => ({ json: JSON.stringify(value) })

export const unpack = <T>({ json }: Packed<T>): T => JSON.parse(json) as T
