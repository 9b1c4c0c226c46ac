// Before what is imported later on, which is nearly all that a build needs: Astro, and the indexer of the search.
import './compile-cache.mjs'
import fs from 'node:fs'
import path from 'node:path'
import type { AstroInlineConfig } from 'astro'
import { formatMoment } from '../src/core/text/moment.ts'
import { ExpectedError, type Problem } from '../src/core/text/problem.ts'
import {
  addCommonOptions,
  commonOptions,
  createProgram,
  print,
  printJson,
  runProgram,
  say,
} from '../src/io/command-line.ts'
import { displayPath, listFiles } from '../src/io/content-folder.ts'
import { makeFirst } from '../src/io/make-first.ts'
import { writePreviewHeaders } from '../src/io/netlify-rules.ts'
import { replaceFolder } from '../src/io/replace-folder.ts'

const program = addCommonOptions(createProgram('build', 'Builds the site from the content folder.'))
  .option('--out <dir>', 'where the site is written; what was there before is replaced', 'dist')
  .addHelpText(
    'after',
    `
Examples:
  npm run build
  npm run build -- --content .crowsnest/tour --out preview --now 2026-08-24T06:00:00Z
  CROWSNEST_DRAFTS=1 npm run build        with the issues that are not published yet, for a preview`,
  )
  .action(async (options: { out: string }) => {
    const { content, now, json } = commonOptions(program)
    const out = path.resolve(options.out)
    if (!fs.existsSync(content)) {
      throw new ExpectedError({
        where: displayPath(content),
        what: 'there is no such content folder',
        remedy: 'Name one with --content, or run this in the project, which has one',
      })
    }
    refuseForeignFolder(out)
    process.env.CROWSNEST_CONTENT = content
    process.env.CROWSNEST_NOW = formatMoment(now)
    const workspace = createWorkspace()
    say('Building the site …')
    const start = performance.now()
    // Built aside, so that a failed build leaves the last site as it was, and two builds at once do not meet.
    await buildSite(workspace)
    if (process.env.CROWSNEST_ROBOTS === 'noindex') writePreviewHeaders(path.join(workspace, 'site'))
    say('Writing the search index …')
    const searchStart = performance.now()
    const { writeSearchIndex } = await import('../src/io/search-index.ts')
    await writeSearchIndex(path.join(workspace, 'site'))
    const searchMilliseconds = Math.round(performance.now() - searchStart)
    replaceFolder(path.join(workspace, 'site'), out, path.join(workspace, 'before'))
    const milliseconds = Math.round(performance.now() - start)
    const pages = listFiles(out, '.html').length
    if (json) printJson({ out, pages, milliseconds, searchMilliseconds })
    else print(`${pages} pages in ${displayPath(out)}, ${(milliseconds / 1000).toFixed(1)} s`)
  })

const ROOT = path.resolve(import.meta.dirname, '..')

type Vite = NonNullable<AstroInlineConfig['vite']>

/**
 * To read the content Astro starts a development server, which bundles what a browser would ask it for, its toolbar
 * above all, into a folder that all builds share. Nobody asks this one.
 */
const PREBUNDLE_NOTHING: NonNullable<Vite['plugins']>[number] = {
  name: 'crowsnest-prebundle-nothing',
  configResolved({ optimizeDeps, environments }) {
    for (const each of [optimizeDeps, ...Object.values(environments).map((environment) => environment.optimizeDeps)])
      Object.assign(each, { noDiscovery: true, include: [] })
  },
}

const ENVIRONMENTS: NonNullable<Vite['environments']> = {
  // Node loads the readers of the content itself, as for any command. The development server would rewrite each file of
  // theirs, with maps, one after the other, which took as long as all pages of a small site.
  astro: { resolve: { builtins: [/^node:/, /^\/.+\/content\.config\.ts$/] } },
  // The same names every time, by which Node finds what it compiled of them the last time.
  prerender: {
    build: {
      rolldownOptions: { output: { entryFileNames: 'prerender-entry.mjs', chunkFileNames: 'chunks/[name].mjs' } },
    },
  },
}

/** What of the project a build reads by where it stands; packages are found above the workspace. */
const PARTS = ['src', 'public']

/**
 * Builds in a root of its own, with links to the parts of the project: Astro keeps files of a build in `.astro/` of its
 * root, half written at times, which another build and the desk would read.
 */
async function buildSite(root: string): Promise<void> {
  for (const part of PARTS) fs.symlinkSync(path.join(ROOT, part), path.join(root, part), 'junction')
  const directory = process.cwd()
  const { build } = await import('astro')
  // Astro would import it by another name each time, and Node keep each of them.
  const { default: config } = await import('../astro.config.mjs')
  // Astro puts its intermediate files beside the output only where that is below the working directory.
  process.chdir(ROOT)
  try {
    await build({
      ...{ ...config, configFile: false, root },
      ...{ outDir: path.join(root, 'site'), cacheDir: path.join(root, 'cache') },
      vite: {
        ...config.vite,
        plugins: [...(config.vite?.plugins ?? []), PREBUNDLE_NOTHING],
        environments: ENVIRONMENTS,
        resolve: { preserveSymlinks: true },
      },
      logLevel: process.env.DEBUG ? 'info' : 'silent',
    })
  } catch (error) {
    throw contentError(error) ?? error
  } finally {
    process.chdir(directory)
  }
}

/**
 * A folder that goes when the process does, and no sooner: Astro still saves what it read after a build has failed. It
 * has the first name that no other build has, for Node keeps what it compiled by the names of files.
 */
function createWorkspace(): string {
  const parent = path.join(ROOT, '.crowsnest')
  fs.mkdirSync(parent, { recursive: true })
  let number = 1
  while (!makeFirst(path.join(parent, `build-${number}`))) number++
  const workspace = path.join(parent, `build-${number}`)
  process.once('exit', () => {
    fs.rmSync(workspace, { recursive: true, force: true })
  })
  return workspace
}

/** `--out` is emptied, so it must be new, empty, or a site that was built before. */
function refuseForeignFolder(out: string): void {
  if (!fs.existsSync(out) || fs.readdirSync(out).length === 0 || fs.existsSync(path.join(out, 'rss.xml'))) return
  throw new ExpectedError({
    where: displayPath(out),
    what: 'this folder holds something else than a built site, and building would replace it',
    remedy: 'Name another folder with --out, or empty this one',
  })
}

/** The content's own problems, which a loader threw; Astro loads that module a second time, so the class differs. */
function contentError(error: unknown): ExpectedError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'ExpectedError' && 'problems' in cause) return new ExpectedError(cause.problems as Problem[])
  }
  return undefined
}

await runProgram(program, process.argv.slice(2))
