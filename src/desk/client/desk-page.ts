import { html, nothing, render } from 'lit-html'
import { type Connection, createConnection } from './connection.ts'
import { drawDesk, type Surroundings } from './draw-desk.ts'
import { followDrag } from './drag-picks.ts'
import type { Pane } from './desk-state.ts'
import { findBinding, isPlainKey, keyName } from './keymap.ts'
import { recall, remember } from './memory.ts'
import { createPreviewPane } from './preview-pane.ts'
import { applyTheme, chosenTheme, shownTheme, switchTheme } from './theme.ts'
import { createWorkspace, type Workspace } from './workspace.ts'

/** The token of the run: out of the address, where it does not stay, or as this tab remembers it. */
function readToken(): string | undefined {
  const token = /[#&]token=([^&]+)/.exec(location.hash)?.[1]
  if (token === undefined) return recall('tab', 'token')
  remember('tab', 'token', token)
  history.replaceState(null, '', location.pathname + location.search)
  return token
}

/** Draws the desk into an element, and does what keys and pointers ask for, until the page is closed. */
export async function startDesk(root: HTMLElement): Promise<void> {
  applyTheme(chosenTheme())
  const token = readToken()
  if (token === undefined) {
    drawTrouble(root, 'This desk needs the address that the terminal prints: it ends in #token=…')
    return
  }
  const connection = afterPainting(createConnection(token))
  render(html`<p class="opening" role="status">Reading the week …</p>`, root)
  const desk = await openWorkspace(root, connection)
  if (!desk) return
  listen(root, desk)
  void desk.follow()
}

/** Sends a command when what it will come to has been painted: what an editor sees comes first. */
function afterPainting(connection: Connection): Connection {
  return {
    ...connection,
    carryOut: async (command, since) => {
      await painted()
      return connection.carryOut(command, since)
    },
  }
}

/** A tab that nobody looks at is not painted. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, 100)
  })
}

async function openWorkspace(root: HTMLElement, connection: Connection): Promise<Workspace | undefined> {
  for (;;) {
    const reply = await connection.state()
    if (reply.outcome === 'ok') {
      render(html``, root)
      const desk: Workspace = createWorkspace(reply.value, connection, draw)
      const drawPreview = createPreviewPane(connection, draw)
      function draw(): void {
        drawAll(root, desk, drawPreview)
      }
      draw()
      return desk
    }
    if (reply.outcome === 'refused' && (reply.status === 401 || reply.status === 403)) {
      drawTrouble(root, `${reply.problems.join(' ')} Open the address that the terminal prints: it ends in #token=…`)
      return undefined
    }
    // A file that cannot be read is mended in an editor, a server comes back: both without a reload.
    const why = reply.outcome === 'refused' ? reply.problems.join('\n') : 'The server does not answer.'
    drawTrouble(root, why, 'The desk opens by itself once that has changed.')
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

function drawTrouble(root: HTMLElement, why: string, next?: string): void {
  render(
    html`<main class="opening">
      <h1>The desk is not open</h1>
      <p role="alert" dir="auto">${why}</p>
      ${next === undefined ? nothing : html`<p>${next}</p>`}
    </main>`,
    root,
  )
}

let shownDialog: { readonly name: string | undefined; readonly isFilled: boolean } = { name: undefined, isFilled: true }

function drawAll(root: HTMLElement, desk: Workspace, drawPreview: Surroundings['drawPreview']): void {
  const change = () => {
    desk.tell(`The desk is ${switchTheme()} now.`)
  }
  render(drawDesk(desk, { theme: shownTheme(), switchTheme: change, drawPreview }), root)
  settleDialog(desk)
  settleFocus(root, desk)
}

/** Opens or closes the one dialog, and puts the focus where it begins. */
function settleDialog(desk: Workspace): void {
  const element = document.querySelector<HTMLDialogElement>('#dialog')
  if (!element) return
  const { dialog } = desk
  if (dialog && !element.open) element.showModal()
  if (!dialog && element.open) element.close()
  const parts = dialog && [dialog.kind, 'pick' in dialog && dialog.pick, 'checks' in dialog && dialog.checks?.length]
  const before = shownDialog
  const first = element.querySelector<HTMLInputElement | HTMLTextAreaElement | HTMLButtonElement>('[autofocus]')
  shownDialog = { name: parts?.join(), isFilled: first?.value !== '' }
  const isNew = shownDialog.name !== before.name
  if (shownDialog.name === undefined || !first) return
  if (isNew) {
    first.focus()
    element.scrollTop = 0
    if (first instanceof HTMLInputElement) first.select()
    if (first instanceof HTMLTextAreaElement) first.setSelectionRange(0, 0)
  }
  // What the program filled in is there to be written over, also where it came from the server a moment later.
  if ((isNew || !before.isFilled) && first instanceof HTMLTextAreaElement && first.matches('.all')) first.select()
}

const rowId = (pane: Pane, key: string | undefined) => `${pane === 'stories' ? 'row' : 'issue'}-${key ?? ''}`

/** The focus follows the cursor, and is never lost to a row that went. */
function settleFocus(root: HTMLElement, desk: Workspace): void {
  const isWanted = desk.takeFocus()
  const { activeElement } = document
  const isLost = activeElement === null || activeElement === document.body
  if (desk.dialog || !(isWanted || isLost)) return
  const key = desk.pane === 'stories' ? desk.storyKey : desk.pickKey
  const row = document.getElementById(rowId(desk.pane, key))
  const target = row ?? root.querySelector<HTMLElement>('.empty[tabindex]')
  target?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
}

const isText = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]')

function listen(root: HTMLElement, desk: Workspace): void {
  document.addEventListener('keydown', (event) => {
    takeKey(desk, event)
  })
  root.addEventListener('click', (event) => {
    takeClick(desk, event)
  })
  root.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return
    const row = target.closest<HTMLElement>('[role=row][data-key]')
    const pane = row?.closest<HTMLElement>('[data-pane]')?.dataset.pane
    if (row?.dataset.key !== undefined && pane !== undefined) desk.settle(pane as Pane, row.dataset.key, true)
  })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    desk.redraw()
  })
  followDrag(root, desk)
}

function takeKey(desk: Workspace, event: KeyboardEvent): void {
  const { target } = event
  if (desk.dialog) return
  if (isText(target)) {
    takeKeyOfFilter(desk, event)
    return
  }
  const name = keyName(event)
  if (name === undefined) return
  const isButton = target instanceof Element && target.closest('button, a[href], summary, label') !== null
  if (isButton && (name === 'Space' || name === 'Enter')) return
  if (!desk.hasShortcuts && isPlainKey(name)) return
  const action = findBinding(name, desk.pane)
  if (action === undefined) return
  event.preventDefault()
  if (action === 'inward' || action === 'outward') walkRow(desk, action)
  else {
    desk.actions[action]()
    measure(name, event)
  }
}

/** From the key to the next picture; read by whoever wants to know how quick the desk is. */
function measure(name: string, event: KeyboardEvent): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      performance.measure('desk-key', { start: event.timeStamp, end: performance.now(), detail: name })
      channel.port1.close()
    }
    channel.port2.postMessage(undefined)
  })
}

function takeKeyOfFilter(desk: Workspace, event: KeyboardEvent): void {
  if (!(event.target instanceof HTMLElement) || !event.target.closest('.filter')) return
  const leaves = event.key === 'Escape' || (event.key === 'Enter' && event.target instanceof HTMLInputElement)
  if (!leaves) return
  event.preventDefault()
  desk.settle('stories', desk.storyKey ?? '')
}

/** Right goes from a row into its links and buttons, Left back out; on a row, they open and close its details, and Left
 * goes from a story of a flood to the flood. */
function walkRow(desk: Workspace, way: 'inward' | 'outward'): void {
  const key = desk.pane === 'stories' ? desk.storyKey : desk.pickKey
  const row = document.getElementById(rowId(desk.pane, key))
  if (!row || key === undefined) return
  const stops = [row, ...row.querySelectorAll<HTMLElement>('a[href], button')]
  const at = Math.max(0, stops.indexOf(document.activeElement as HTMLElement))
  const isOpen = desk.isExpanded(key)
  if (desk.pane === 'stories' && at === 0 && isOpen === (way === 'outward')) {
    desk.toggle(key)
    return
  }
  if (at === 0 && way === 'outward' && row.getAttribute('aria-level') === '2') {
    const flood = desk.rows
      .slice(
        0,
        desk.rows.findIndex((each) => each.key === key),
      )
      .findLast(({ level }) => level === 1)
    if (flood) desk.settle('stories', flood.key)
    return
  }
  stops[Math.max(0, Math.min(stops.length - 1, at + (way === 'inward' ? 1 : -1)))]?.focus()
}

function takeClick(desk: Workspace, event: MouseEvent): void {
  if (!(event.target instanceof Element)) return
  const row = event.target.closest<HTMLElement>('[role=row][data-key]')
  const pane = row?.closest<HTMLElement>('[data-pane]')?.dataset.pane as Pane | undefined
  if (!row || !pane || row.dataset.key === undefined) return
  const { key } = row.dataset
  const button = event.target.closest<HTMLElement>('[data-do]')
  if (!button) {
    if (event.target.closest('a[href]') === null && getSelection()?.toString() === '') desk.settle(pane, key)
    return
  }
  desk.settle(pane, key, true)
  const { do: action, other } = button.dataset
  if (action === 'take' && other !== undefined) desk.merge([key, other])
  else if (action !== undefined && action in desk.actions) desk.actions[action as keyof typeof desk.actions]()
}
