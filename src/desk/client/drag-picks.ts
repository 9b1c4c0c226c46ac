import type { SectionId } from '../../core/issue/section.ts'
import type { Workspace } from './workspace.ts'

/** Lets picks be dragged to another place; keys and buttons do the same. */
export function followDrag(root: HTMLElement, desk: Workspace): void {
  let dragged: string | undefined
  let marked: HTMLElement | undefined
  const mark = (row: HTMLElement | undefined) => {
    if (row === marked) return
    marked?.classList.remove('drop-before')
    row?.classList.add('drop-before')
    marked = row
  }
  const end = () => {
    mark(undefined)
    dragged = undefined
  }
  root.addEventListener('dragstart', (event) => {
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.pick') : null
    if (!row || !event.dataTransfer) return
    dragged = row.dataset.key
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', row.querySelector('.title')?.textContent ?? '')
  })
  root.addEventListener('dragover', (event) => {
    const to = dragged === undefined ? undefined : targetOf(event)
    if (!to) return
    event.preventDefault()
    mark(to.row)
  })
  root.addEventListener('drop', (event) => {
    const to = dragged === undefined ? undefined : targetOf(event)
    const pick = desk.snapshot.issue.picks.find(({ id }) => id === dragged)
    end()
    if (!to || !pick) return
    event.preventDefault()
    const own = desk.snapshot.issue.picks.filter(({ section, id }) => section === to.section && id !== pick.id)
    const before = own.findIndex(({ id }) => id === to.before)
    desk.move(pick, to.section, before === -1 ? own.length + 1 : before + 1)
  })
  root.addEventListener('dragend', end)
}

/** Before which pick of which section something would fall; over the upper half of a row, before it. */
function targetOf(event: DragEvent) {
  if (!(event.target instanceof Element)) return undefined
  const group = event.target.closest<HTMLElement>('[data-section]')
  if (!group || group.closest('dialog')) return undefined
  const section = group.dataset.section as SectionId
  const row = event.target.closest<HTMLElement>('[role=row]')
  if (!row?.classList.contains('pick')) {
    const first = group.querySelector<HTMLElement>('.pick')
    return { section, before: first?.dataset.key, row: first ?? undefined }
  }
  const { top, height } = row.getBoundingClientRect()
  const next = row.nextElementSibling instanceof HTMLElement ? row.nextElementSibling : undefined
  const at = event.clientY < top + height / 2 ? row : next
  return { section, before: at?.dataset.key, row: at ?? row }
}
