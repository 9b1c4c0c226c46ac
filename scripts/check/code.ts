import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { AstroCheck, DiagnosticSeverity } from '@astrojs/language-server'
import { sync } from 'astro'
import { ESLint } from 'eslint'
import ts from 'typescript'
import { codeState } from '../../src/io/code-state.ts'
import { createProgram, print, runProgram } from '../../src/io/command-line.ts'
import { CHECK_FAILED } from '../../src/io/exit-code.ts'
import { services } from './observed-typescript.ts'

// Lint and types, which both need the types of everything, of one TypeScript program. `npx eslint .` and `npx astro check`
// say the same, each of a program of its own.

const ROOT = path.join(import.meta.dirname, '..', '..')
/** The state of the code that passed last; it goes with node_modules, as what the formatter remembers does. */
const PASSED = path.join(ROOT, 'node_modules', '.cache', 'crowsnest', 'code-that-passed')

const command = createProgram('check-code', 'Lint and types of every file of code. Says nothing where all is well.')
  .option('--again', 'also where nothing has changed since it passed')
  .addHelpText(
    'after',
    `
Examples:
  node scripts/check/code.ts
  node scripts/check/code.ts --again`,
  )
  .action(async ({ again = false }: { again?: boolean }) => {
    process.env.NODE_ENV ??= 'production'
    process.chdir(ROOT)
    // The types of astro:content and import.meta.env: without them the rest would be judged with gaps.
    await sync({ root: ROOT, logLevel: 'warn' })
    const state = codeState(ROOT)
    if (!again && fs.existsSync(PASSED) && fs.readFileSync(PASSED, 'utf8') === state) return

    const found = await findMistakes()
    for (const text of found) print(stripVTControlCharacters(text).trimEnd())
    if (found.length > 0) process.exitCode = CHECK_FAILED
    else if (codeState(ROOT) === state) {
      fs.mkdirSync(path.dirname(PASSED), { recursive: true })
      fs.writeFileSync(PASSED, state)
    }
  })

await runProgram(command, process.argv.slice(2))

/** What is wrong, as text for people: types first, then what the linter found. */
async function findMistakes(): Promise<string[]> {
  const checker = new AstroCheck(ROOT, path.join(import.meta.dirname, 'observed-typescript.ts'), undefined)
  const program = services.at(-1)?.getProgram()
  if (!program)
    throw new Error('The checker of Astro made no TypeScript program: scripts/check/code.ts must follow it.')
  const files = checker.linter.getRootFileNames()
  const [pages, modules] = [files.filter(isPage), files.filter((file) => !isPage(file))]
  // Modules are asked for themselves: the checker would work out suggestions for each besides, which fail nothing.
  return [...(await checkPages(checker, pages)), ...checkModules(program, modules), ...(await lint(program))]
}

function isPage(file: string): boolean {
  return file.endsWith('.astro')
}

async function checkPages(checker: AstroCheck, files: string[]): Promise<string[]> {
  const { fileResult } = await checker.lint({ fileNames: files })
  return fileResult.flatMap(({ fileUrl, errors }) => {
    const serious = errors.filter(({ severity }) => (severity ?? DiagnosticSeverity.Error) === DiagnosticSeverity.Error)
    return serious.length > 0 ? [checker.linter.printErrors(fileURLToPath(fileUrl), serious, ROOT)] : []
  })
}

function checkModules(program: ts.Program, files: readonly string[]): string[] {
  const diagnostics = files.flatMap((file) => {
    const source = program.getSourceFile(file)
    if (!source) throw new Error(`${file} is in tsconfig.json and not in the TypeScript program.`)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
  })
  if (diagnostics.length === 0) return []
  return [
    ts.formatDiagnosticsWithColorAndContext(diagnostics, {
      getCurrentDirectory: () => ROOT,
      getCanonicalFileName: (file) => file,
      getNewLine: () => '\n',
    }),
  ]
}

/** The rules of eslint.config.mjs, a warning as bad as an error; only the program is another than they would make. */
async function lint(program: ts.Program): Promise<string[]> {
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfig: {
      files: ['{src,scripts,tests}/**/*.ts'],
      languageOptions: { parserOptions: { project: false, programs: [program] } },
    },
  })
  const results = await eslint.lintFiles(['.'])
  if (results.every(({ errorCount, warningCount }) => errorCount + warningCount === 0)) return []
  return [await (await eslint.loadFormatter('stylish')).format(results)]
}
