/** Milliseconds after which a wait was in vain, on a machine that has much else to do, too. */
export const PATIENCE = 120_000
/** Milliseconds between two looks: whoever is waited for needs the processor, too. */
const PAUSE = 20

/**
 * Waits until a condition holds, and says what did not come about.
 *
 * @param what as the end of a sentence, like `all is settled`
 * @param options.patience milliseconds after which it rejects
 * @param options.pause milliseconds between two looks, where what is looked for would be over in those that are usual
 */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { patience = PATIENCE, pause = PAUSE }: { readonly patience?: number; readonly pause?: number } = {},
): Promise<void> {
  const end = performance.now() + patience
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
