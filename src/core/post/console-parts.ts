/** A command as somebody typed it, or one line of what the machine said. */
export interface ConsolePart {
  readonly typed: boolean
  /** `prompt` is `$ `, `# ` or `> `; empty in output, and in a line that goes on without one. */
  readonly lines: readonly { readonly prompt: string; readonly text: string }[]
}

const USER = /^\$ (?=\S)/
const ANY = /^[$#>] (?=\S)/

/**
 * Tells commands from output. A command starts with a prompt and a space; what follows a line that ends in a backslash,
 * or stands in a here document, belongs to it.
 */
export function readConsole(code: string): ConsolePart[] {
  const parts: { typed: boolean; lines: { prompt: string; text: string }[] }[] = []
  let goesOn = false
  let heredoc: string | undefined
  // Beside `$`, a `#` begins a remark; alone, it is the prompt of an administrator.
  const start = hasPrompt(code) ? USER : ANY
  for (const line of code.split('\n')) {
    const prompt = (goesOn ? /^> /.exec(line) : start.exec(line))?.[0] ?? ''
    const text = line.slice(prompt.length)
    if (goesOn) parts.at(-1)?.lines.push({ prompt, text })
    else parts.push({ typed: prompt !== '', lines: [{ prompt, text }] })
    if (!goesOn && prompt === '') continue
    if (heredoc === undefined) heredoc = /<<-?\s*(["']?)(\w+)\1/.exec(text)?.[2]
    else if (text.trim() === heredoc) heredoc = undefined
    goesOn = heredoc !== undefined || /(?<!\\)(?:\\\\)*\\$/.test(text)
  }
  return parts
}

/** Whether code holds lines after a prompt, so that its other lines are output. */
export const hasPrompt = (code: string): boolean => /^\$ \S/m.test(code)
