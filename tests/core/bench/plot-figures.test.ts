import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Parser } from 'htmlparser2'
import type { Figure } from '../../../src/core/bench/figure.ts'
import { plotFigures } from '../../../src/core/bench/plot-figures.ts'
import { makeFigure, makeRun } from '../../builders.ts'

interface Element {
  readonly name: string
  readonly attributes: Record<string, string>
  text: string
}

/** Every element of a picture in order; throws where one is not closed. */
function read(svg: string): Element[] {
  const all: Element[] = []
  const open: Element[] = []
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element = { name, attributes, text: '' }
        all.push(element)
        open.push(element)
      },
      ontext(text) {
        const last = open.at(-1)
        if (last) last.text += text
      },
      onclosetag(name, isImplied) {
        assert.ok(!isImplied || svg.includes('/>'), `${name} is not closed`)
        assert.equal(open.pop()?.name, name)
      },
    },
    { xmlMode: true },
  )
  parser.end(svg)
  assert.deepEqual(open, [])
  return all
}

const plot = (...figures: readonly Partial<Figure>[]) =>
  read(plotFigures([makeRun({ figures: figures.map(makeFigure) })]))
const withClass = (elements: readonly Element[], name: string) =>
  elements.filter(({ attributes }) => attributes.class?.split(' ').includes(name))
const numbers = ({ attributes }: Element, ...names: readonly string[]) => names.map((name) => Number(attributes[name]))

describe('the plot of figures', () => {
  test('puts a mark where the ratio is on a logarithmic scale', () => {
    const at = (ours: number) => {
      const [x = NaN] = numbers(withClass(plot({ ours, peer: 1, asked: { atMost: 100 } }), 'met')[1]!, 'cx')
      return x
    }
    const [one, ten, hundred] = [at(1), at(10), at(100)] as const
    assert.ok(one < ten)
    assert.ok(Math.abs(hundred - ten - (ten - one)) < 0.2, `${one} ${ten} ${hundred}`)
  })

  test('lays the ground up to the aim where at most so much is asked, and from it on where at least', () => {
    const [most, least] = plot({ ours: 1, asked: { atMost: 2 } }, { ours: 1, asked: { atLeast: 2 } }).filter(
      ({ attributes }) => attributes.class === 'asked',
    )
    const [from = NaN, width = NaN] = numbers(most!, 'x', 'width')
    const [start = NaN, rest = NaN] = numbers(least!, 'x', 'width')
    assert.equal(Math.round(from + width), Math.round(start))
    assert.equal(Math.round(start + rest), 700)
  })

  test('tells what is met from what is not by more than its colour', () => {
    const all = plot({ ours: 1, asked: { atMost: 2 } }, { ours: 3, asked: { atMost: 2 }, peer: 1 })
    const marks = [...withClass(all, 'met'), ...withClass(all, 'missed')].filter(({ name }) => name !== 'text')
    assert.deepEqual(
      marks.map(({ name }) => name),
      ['circle', 'rect'],
    )
    assert.match(all.map(({ text }) => text).join('\n'), /0\.50 ×, met\n[^]*3 ×, not met/)
  })

  test('leaves out figures of which nothing is asked, and those that are to be nothing', () => {
    const all = plot(
      { what: 'free' },
      { what: 'lost', ours: 0, peer: 9, asked: { atMostOurs: 0 } },
      { what: 'kept', asked: { atMost: 1 } },
    )
    const text = all.map((element) => element.text).join('\n')
    assert.match(text, /kept/)
    assert.doesNotMatch(text, /free|lost/)
  })

  test('keeps every mark on the picture, however far away', () => {
    const all = plot(...[1e-9, 1e-3, 1, 1e5, 1e9].map((ours) => ({ ours, peer: 1, asked: { atMost: 1 } })))
    for (const mark of [...withClass(all, 'met'), ...withClass(all, 'missed')]) {
      const x = Number(mark.attributes.cx ?? mark.attributes.x)
      assert.ok(x >= 0 && x <= 720, JSON.stringify(mark.attributes))
    }
  })

  test('says itself what it shows, and writes text as text', () => {
    const all = plot({ what: 'a <b> & "c"', peerName: 'R&D', asked: { atMost: 2 } })
    const [svg, title, desc] = all
    assert.equal(svg?.attributes.role, 'img')
    assert.equal(svg.attributes['aria-labelledby'], `${title?.attributes.id} ${desc?.attributes.id}`)
    assert.match(desc?.text ?? '', /1 of 1 are as asked/)
    assert.ok(all.some(({ name, text }) => name === 'text' && text === 'a <b> & "c", beside R&D'))
  })

  test('is the same for the same figures, and whole without any', () => {
    const runs = [makeRun({ figures: [makeFigure({ asked: { atMost: 2 } })] })]
    assert.equal(plotFigures(runs), plotFigures(runs))
    assert.ok(read(plotFigures([])).length > 3)
  })
})
