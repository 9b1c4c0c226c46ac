import { askLine, canAsk } from './ask-line.ts'

/** Whether somebody at a terminal says yes; nobody is asked where there is none. */
export const askYes = async (question: string): Promise<boolean> =>
  !canAsk() || /^y(es)?$/i.test(await askLine(`${question} [y/N]`))
