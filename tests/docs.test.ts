import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { parse } from 'yaml'
import { plotFigures } from '../src/core/bench/plot-figures.ts'
import { putFigures, renderFigures } from '../src/core/bench/render-figures.ts'
import { parseResults } from '../src/core/bench/results-file.ts'
import { parseYamlFile } from '../src/core/text/front-matter.ts'
import { siteSettingsSchema } from '../src/core/text/site-settings.ts'
import { subscribeForm } from '../src/core/text/subscribe-form.ts'

const ROOT = path.join(import.meta.dirname, '..')
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md'],
  ...fs.globSync('docs/**/*.md', { cwd: ROOT }).map((file) => file.replaceAll(path.sep, '/')),
]

/** Everything that a pattern's first group finds in a page. */
const findAll = (page: string, pattern: RegExp) => [...read(page).matchAll(pattern)].map((match) => match[1] ?? '')

describe('what is written down', () => {
  for (const page of PAGES) {
    test(`${page} links to nothing that is gone`, () => {
      const links = findAll(page, /\]\(([^)#\s]+)/g).filter((link) => !/^[a-z]+:/.test(link))
      const gone = links.filter((link) => !fs.existsSync(path.join(ROOT, path.dirname(page), link)))
      assert.deepEqual(gone, [])
    })

    test(`${page} names no folder and no file of ours that is gone`, () => {
      const named = findAll(page, /`((?:src|tests|scripts|docs|core|io|jobs)\/[\w./-]*\w)\/?`/g)
      const gone = named.filter((name) => !['', 'src'].some((base) => fs.existsSync(path.join(ROOT, base, name))))
      assert.deepEqual(gone, [])
    })

    test(`${page} names no command that is gone`, () => {
      const gone = findAll(page, /\bnpm run ([a-z][a-z:-]*)/g).filter((name) => !(name in scripts))
      assert.deepEqual(gone, [])
    })
  }

  for (const command of ['curate', 'sources', 'subscribers']) {
    test(`no page names a verb of ${command} that is gone`, () => {
      const help = spawnSync(process.execPath, [`scripts/${command}.ts`, '--help'], { cwd: ROOT, encoding: 'utf8' })
      const verbs = new Set([...help.stdout.matchAll(/^ {2}([a-z]+)\b.* {2,}\S/gm)].map((match) => match[1]))
      const named = PAGES.flatMap((page) => findAll(page, new RegExp(`npm run ${command} -- ([a-z]+)`, 'g')))
      assert.ok(named.length > 0)
      assert.deepEqual(
        named.filter((verb) => !verbs.has(verb)),
        [],
      )
    })
  }
})

test('decision 0012 says of each package of the running program what it is for, and of no other', () => {
  const { dependencies, optionalDependencies } = JSON.parse(read('package.json')) as Record<string, object>
  const rows = findAll('docs/decisions/0012-what-the-program-depends-on.md', /^\| ([a-z@][^|]*?) +\|/gm)
  assert.deepEqual(
    rows
      .flatMap((row) => row.split(', '))
      .filter((name) => name !== 'package')
      .sort(),
    Object.keys({ ...dependencies, ...optionalDependencies }).sort(),
  )
})

test('figures stand on their page, and in their picture, as they were measured', () => {
  const runs = parseResults(read('docs/quality.json'), 'docs/quality.json')
  assert.ok(runs.ok, JSON.stringify(runs))
  const page = read('docs/quality.md')
  const remedy = 'npm run bench -- --redraw makes them anew'
  assert.equal(read('docs/quality.svg'), plotFigures(runs.value), remedy)
  const put = putFigures(page, renderFigures(runs.value, 'quality.svg'), 'docs/quality.md')
  assert.deepEqual(put, { ok: true, value: page }, remedy)
})

describe('who takes part', () => {
  test('is told in one place how commits are signed; decision 0050 says why, and all else points there', () => {
    const said = [...PAGES, '.github/PULL_REQUEST_TEMPLATE.md', 'OWNERS'].filter((page) =>
      /Signed-off-by|Certificate of Origin|\bCLA\b/.test(read(page)),
    )
    assert.deepEqual(said, ['CONTRIBUTING.md', 'docs/decisions/0050-commits-are-signed-off.md'])
  })

  test('finds addresses to write to in the settings alone', () => {
    for (const page of ['SECURITY.md', 'CODE_OF_CONDUCT.md', '.github/ISSUE_TEMPLATE/config.yml']) {
      assert.deepEqual(findAll(page, /(\b[\w.+-]+@[\w-]+\.[\w.]+)/g), [], page)
    }
    assert.ok(siteSettingsSchema.safeParse(parse(read('content/site.yml'))).data?.mail.replyTo !== undefined)
  })

  test('may approve by OWNERS, which names people as their host does, or nobody', () => {
    const owners = parse(read('OWNERS')) as Record<string, string[]>
    assert.deepEqual(Object.keys(owners), ['approvers', 'reviewers'])
    for (const name of Object.values(owners).flat()) assert.match(name, /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$/)
  })
})

test('the settings of another publication, as they are told, are a site.yml, alone and with sections and colours', () => {
  const [file, sections, colours] = [...read('docs/make-it-yours.md').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
    (match) => match[1] ?? '',
  )
  for (const text of [`${file}`, `${file}${sections}${colours}`]) {
    const settings = parseYamlFile(text, siteSettingsSchema, 'site.yml')
    assert.ok(settings.ok, settings.ok ? '' : JSON.stringify(settings.problems))
  }
})

test('each line for a provider of mail is one that site.yml takes', () => {
  const lines = findAll('docs/operations.md', /^(subscribe: .*)$/gm)
  const site = read('content/site.yml').replace(/^subscribe:\n(?: .*\n?)*/m, '')
  assert.equal(lines.length, 4)
  for (const line of lines) {
    const settings = parseYamlFile(`${site}\n${line}\n`, siteSettingsSchema, line)
    assert.ok(settings.ok && subscribeForm(settings.value), line)
  }
})

describe('every command', () => {
  test('stands in the README', () => {
    const named = new Set(findAll('README.md', /`(?:npm (?:run )?)?([a-z][a-z:-]*)[` ]/g))
    const commands = Object.keys(scripts).filter((name) => !(name.startsWith('pre') && name.slice(3) in scripts))
    for (const name of ['start', 'test']) named.add(findAll('README.md', new RegExp(`^npm (${name}) `, 'gm'))[0] ?? '')
    assert.deepEqual(
      commands.filter((name) => !named.has(name)),
      [],
    )
  })

  test('sets up what is missing before it runs, so that a fresh clone needs nothing else', () => {
    const commands = Object.keys(scripts).filter((name) => !(name.startsWith('pre') && name.slice(3) in scripts))
    const without = commands.filter((name) => !scripts[`pre${name}`]?.startsWith('node scripts/setup.mjs'))
    assert.deepEqual(without, [])
  })
})
