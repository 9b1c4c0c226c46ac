// Every index here is below the length of its array, which the type of an array does not say.
/* eslint-disable @typescript-eslint/no-non-null-assertion */

/** Examples of a logistic regression, each a row of features by number, in one array after the other. */
export interface Examples {
  /** Where each row starts in `features` and `values`; the last entry is their length. */
  readonly starts: Int32Array
  /** Numbers of features, from 0. */
  readonly features: Int32Array
  readonly values: Float64Array
  /** 1 or 0 for each row. */
  readonly labels: Float64Array
  /** How much each row counts. */
  readonly counts: Float64Array
  /** What is known of each row besides, in logits. */
  readonly offsets: Float64Array
}

/** What the weight of each feature is before there are examples: a normal distribution. */
export interface Priors {
  readonly means: Float64Array
  readonly spreads: Float64Array
}

/** Rounds over all features; weights move by less than a hundredth of a logit afterwards. */
const ROUNDS = 4
/** Least curvature of an example, so that one that is certain already moves nothing too far. */
const LEAST_CURVATURE = 0.01

/**
 * The most likely weights of a logistic regression under normal priors, by Newton steps on one weight after the other
 * (coordinate descent). The same for the same examples, always; a feature without an example keeps its prior.
 */
export function fitWeights(examples: Examples, { means, spreads }: Priors): Float64Array {
  const { starts, features, values, labels, counts, offsets } = examples
  const rows = labels.length
  const weights = Float64Array.from(means)
  const logits = Float64Array.from(offsets)
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) logits[row]! += weights[features[at]!]! * values[at]!
  }
  const chances = logits.map(chanceOf)
  const columns = turn(examples, means.length)
  for (let round = 0; round < ROUNDS; round++) {
    for (let feature = 0; feature < weights.length; feature++) {
      const from = columns.starts[feature]!
      const to = columns.starts[feature + 1]!
      if (from === to) continue
      const precision = 1 / spreads[feature]! ** 2
      let slope = precision * (weights[feature]! - means[feature]!)
      let curvature = precision
      for (let at = from; at < to; at++) {
        const row = columns.rows[at]!
        const value = columns.values[at]!
        const chance = chances[row]!
        slope += counts[row]! * (chance - labels[row]!) * value
        curvature += counts[row]! * Math.max(chance * (1 - chance), LEAST_CURVATURE) * value * value
      }
      const step = -slope / curvature
      if (Math.abs(step) < 1e-4) continue
      weights[feature]! += step
      for (let at = from; at < to; at++) {
        const row = columns.rows[at]!
        logits[row]! += step * columns.values[at]!
        chances[row] = chanceOf(logits[row]!)
      }
    }
  }
  return weights
}

/** The probability that a logit stands for. */
export const chanceOf = (logit: number): number => 1 / (1 + Math.exp(-logit))

/** The same numbers by feature: which rows have it, and how much. */
function turn({ starts, features, values, labels }: Examples, count: number) {
  const columnStarts = new Int32Array(count + 1)
  for (const feature of features) columnStarts[feature + 1]! += 1
  for (let feature = 0; feature < count; feature++) columnStarts[feature + 1]! += columnStarts[feature]!
  const next = columnStarts.slice()
  const rows = new Int32Array(features.length)
  const columnValues = new Float64Array(features.length)
  for (let row = 0; row < labels.length; row++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const place = next[features[at]!]!++
      rows[place] = row
      columnValues[place] = values[at]!
    }
  }
  return { starts: columnStarts, rows, values: columnValues }
}
