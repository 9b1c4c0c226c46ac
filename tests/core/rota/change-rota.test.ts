import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { changeRota, type RotaCommand } from '../../../src/core/rota/change-rota.ts'
import { editRotaFile } from '../../../src/core/rota/edit-rota-file.ts'
import { planTurns, type RotaIssue } from '../../../src/core/rota/plan-turns.ts'
import type { Rota } from '../../../src/core/rota/rota.ts'
import { formatProblem } from '../../../src/core/text/problem.ts'
import { makeFacts, makeRota, makeWeekly } from './rota-builders.ts'

const ORDER = 'from: 2026-W47\norder: [ada, bo, cy]\n'
const DRAFT = makeWeekly(['2026-W47'], { editors: ['ada'] })
const OUT = makeWeekly(['2026-W47'], { status: 'published' })

/** The weeks of the rota after a command, and what follows it in issues; or why not. */
function after(command: RotaCommand, rota: Rota = makeRota(), issues: readonly RotaIssue[] = []) {
  const outcome = changeRota(makeFacts({ rota, issues }), command)
  if (!outcome.ok) return formatProblem(outcome.problems[0]!)
  const { value } = outcome
  if (value.outcome === 'nothing') return `nothing: ${value.message}`
  return { weeks: value.rota.weeks, issues: Object.fromEntries(value.issues), message: value.message }
}

const giving = (week: string, ...editors: string[]): RotaCommand => ({ verb: 'hand-over', week, editors })

describe('a hand-over', () => {
  test('is of one week, with its reason', () => {
    assert.deepEqual(after({ ...giving('2026-W48', 'cy'), reason: 'at sea' } as RotaCommand), {
      weeks: { '2026-W48': { editors: ['cy'], reason: 'at sea' } },
      issues: {},
      message: '2026-W48 is Cy Pier’s now',
    })
  })

  test('back to whose turn it is leaves no word behind', () => {
    const rota = makeRota(`${ORDER}weeks: { 2026-W48: { editors: [cy], reason: at sea } }\n`)
    assert.deepEqual(after(giving('2026-W48', 'bo'), rota), {
      weeks: {},
      issues: {},
      message: '2026-W48 is Bo Mole’s now',
    })
  })

  test('to nobody leaves the week to be taken', () => {
    assert.deepEqual(after(giving('2026-W48')), {
      weeks: { '2026-W48': { editors: [] } },
      issues: {},
      message: '2026-W48 is nobody’s now',
    })
  })

  test('is followed by the draft of that week', () => {
    assert.deepEqual(after(giving('2026-W47', 'bo', 'cy'), makeRota(), [DRAFT]), {
      weeks: { '2026-W47': { editors: ['bo', 'cy'] } },
      issues: { '2026-W47': { editors: ['bo', 'cy'] } },
      message: '2026-W47 is Bo Mole and Cy Pier’s now',
    })
  })

  test('of the second week of a double issue is of the issue', () => {
    const rota = makeRota(`${ORDER}weeks: { 2026-W48: { through: 2026-W49 } }\n`)
    const given = after(giving('2026-W49', 'ada'), rota)
    assert.deepEqual(typeof given === 'string' ? given : given.weeks, {
      '2026-W48': { through: '2026-W49', editors: ['ada'] },
    })
  })
})

describe('what is refused, or changes nothing', () => {
  const skipped = makeRota(`${ORDER}weeks: { 2026-W48: { skip: true } }\n`)
  const doubled = makeRota(`${ORDER}weeks: { 2026-W48: { through: 2026-W49 } }\n`)
  for (const [what, command, rota, issues, expected] of [
    [
      'a hand-over to who has it',
      giving('2026-W47', 'ada'),
      makeRota(),
      [],
      /^nothing: 2026-W47 is Ada Quay’s already/,
    ],
    [
      'a hand-over with a reason to who has it by the order, where no line could say it',
      { verb: 'hand-over', week: '2026-W47', editors: ['ada'], reason: 'at sea' },
      makeRota(),
      [],
      /^nothing: 2026-W47 is Ada Quay’s already/,
    ],
    [
      'a hand-over to a stranger',
      giving('2026-W47', 'dee'),
      makeRota(),
      [],
      /^dee: there is no person .* Known are ada, bo, cy/,
    ],
    [
      'a hand-over to what is no id',
      giving('2026-W47', '../x'),
      makeRota(),
      [],
      /new person ID NAME; an ID is of letters and digits joined by hyphens/,
    ],
    ['a hand-over to the same person twice', giving('2026-W47', 'ada', 'ada'), makeRota(), [], /two different ones/],
    ['a hand-over of a skipped week', giving('2026-W48', 'ada'), skipped, [], /is skipped.*rota clear 2026-W48/],
    [
      'anything about what is out',
      giving('2026-W47', 'bo'),
      makeRota(),
      [OUT],
      /issue 1 is published.*issues\/2026-W47\.md/,
    ],
    [
      'a swap with what is out',
      { verb: 'swap', week: '2026-W48', with: '2026-W47' },
      makeRota(),
      [OUT],
      /is published/,
    ],
    [
      'a swap of a week with itself',
      { verb: 'swap', week: '2026-W48', with: '2026-W49' },
      doubled,
      [],
      /the same turn/,
    ],
    [
      'a swap of two weeks of one editor',
      { verb: 'swap', week: '2026-W47', with: '2026-W50' },
      makeRota(),
      [],
      /^nothing: .*the same editors/,
    ],
    [
      'to skip what is begun',
      { verb: 'skip', week: '2026-W47' },
      makeRota(),
      [DRAFT],
      /is begun.*rota double 2026-W47/,
    ],
    ['to skip half an issue', { verb: 'skip', week: '2026-W49' }, doubled, [], /are one issue.*rota clear 2026-W48/],
    ['to skip what is skipped', { verb: 'skip', week: '2026-W48' }, skipped, [], /^nothing: .*skipped already/],
    [
      'to double into an issue',
      { verb: 'double', week: '2026-W46', count: 2 },
      makeRota(),
      [DRAFT],
      /2026-W47 have an issue: number 1/,
    ],
    [
      'to double into a double issue',
      { verb: 'double', week: '2026-W47', count: 2 },
      doubled,
      [],
      /rota clear 2026-W48/,
    ],
    [
      'to double what is double',
      { verb: 'double', week: '2026-W48', count: 2 },
      doubled,
      [],
      /^nothing: .*one issue already/,
    ],
    [
      'to clear what is as it should be',
      { verb: 'clear', week: '2026-W48' },
      makeRota(),
      [],
      /^nothing: .*as the order has it/,
    ],
  ] as const) {
    test(what, () => {
      const said = after(command, rota, issues)
      assert.match(typeof said === 'string' ? said : said.message, expected)
    })
  }
})

describe('a swap', () => {
  test('changes two weeks, and the draft of either', () => {
    const swapped = after({ verb: 'swap', week: '2026-W47', with: '2026-W49' }, makeRota(), [DRAFT])
    assert.deepEqual(swapped, {
      weeks: { '2026-W47': { editors: ['cy'] }, '2026-W49': { editors: ['ada'] } },
      issues: { '2026-W47': { editors: ['cy'] } },
      message: '2026-W47 is Cy Pier’s now, and 2026-W49 Ada Quay’s',
    })
  })

  test('done twice is as nothing', () => {
    const command: RotaCommand = { verb: 'swap', week: '2026-W47', with: '2026-W49' }
    const once = changeRota(makeFacts(), command)
    assert.ok(once.ok && once.value.outcome === 'changed')
    const twice = changeRota(makeFacts({ rota: once.value.rota }), command)
    assert.ok(twice.ok && twice.value.outcome === 'changed')
    assert.deepEqual(twice.value.rota, makeRota())
  })
})

describe('a double issue', () => {
  test('is one turn, takes the draft with it, and says what was agreed for its second week and is gone', () => {
    const rota = makeRota(`${ORDER}weeks: { 2026-W48: { editors: [cy] } }\n`)
    assert.deepEqual(after({ verb: 'double', week: '2026-W47', count: 2 }, rota, [DRAFT]), {
      weeks: { '2026-W47': { through: '2026-W48' } },
      issues: { '2026-W47': { weeks: ['2026-W47', '2026-W48'] } },
      message: '2026-W47 and 2026-W48 are one issue now, and Ada Quay’s; what was agreed for 2026-W48 is gone',
    })
  })

  test('is parted again, in the draft, too', () => {
    const rota = makeRota(`${ORDER}weeks: { 2026-W47: { through: 2026-W48, editors: [bo] } }\n`)
    const draft = makeWeekly(['2026-W47', '2026-W48'], { editors: ['bo'] })
    assert.deepEqual(after({ verb: 'clear', week: '2026-W48' }, rota, [draft]), {
      weeks: {},
      issues: { '2026-W47': { editors: ['ada'], weeks: ['2026-W47'] } },
      message: '2026-W47 is as the order has it: Ada Quay’s',
    })
  })
})

test('whatever is agreed is gone after clear, week by week', () => {
  const commands: RotaCommand[] = [
    { verb: 'skip', week: '2026-W48', reason: 'Holidays' },
    { verb: 'double', week: '2026-W49', count: 3 },
    giving('2026-W47', 'cy'),
    { verb: 'clear', week: '2026-W51' },
    { verb: 'clear', week: '2026-W48' },
    { verb: 'clear', week: '2026-W47' },
  ]
  let rota = makeRota()
  for (const command of commands) {
    const outcome = changeRota(makeFacts({ rota }), command)
    assert.ok(outcome.ok && outcome.value.outcome === 'changed', JSON.stringify(command))
    rota = outcome.value.rota
  }
  assert.deepEqual(planTurns(makeFacts({ rota }), '2026-W47', 9), planTurns(makeFacts(), '2026-W47', 9))
})

describe('the file of the rota', () => {
  const TEXT = `# Who edits.
from: 2026-W47   # the first

order:
  - ada
  - [bo, cy] # two

weeks:
  # Two weeks of holidays.
  2026-W52:
    skip: true # nobody reads
`
  const edit = (text: string | undefined, weeks: Rota['weeks']) => {
    const before = makeRota(text ?? '')
    const edited = editRotaFile(text, before, { ...before, weeks }, 'rota.yml')
    assert.ok(edited.ok, JSON.stringify(edited))
    assert.deepEqual(makeRota(edited.value), { ...before, weeks })
    return edited.value
  }

  test('changes by the lines of a week, and by nothing else', () => {
    const { weeks } = makeRota(TEXT)
    const added = { '2026-W49': { editors: ['ada'], reason: 'at sea' }, ...weeks, '2027-W02': { through: '2027-W03' } }
    const changed = edit(TEXT, added)
    assert.equal(
      changed,
      `${TEXT.replace(
        'weeks:\n',
        'weeks:\n  2026-W49:\n    editors:\n      - ada\n    reason: at sea\n',
      )}  2027-W02:\n    through: 2027-W03\n`,
    )
    const restored = editRotaFile(changed, makeRota(changed), makeRota(TEXT), 'rota.yml')
    assert.equal(restored.ok && restored.value, TEXT)
  })

  test('is begun where there is none, and goes on below comments alone', () => {
    const weeks = { '2026-W49': { skip: true as const } }
    assert.equal(edit(undefined, weeks), 'weeks:\n  2026-W49:\n    skip: true\n')
    assert.equal(edit('# Nobody yet\n', weeks), '# Nobody yet\nweeks:\n  2026-W49:\n    skip: true\n')
  })

  test('has no empty list of weeks when the last is gone', () => {
    assert.equal(edit(TEXT, {}).includes('weeks'), false)
    assert.ok(edit(TEXT, {}).startsWith('# Who edits.\nfrom: 2026-W47   # the first\n'))
  })
})
