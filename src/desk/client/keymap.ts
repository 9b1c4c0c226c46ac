/** What a key does. The name of an action is the name of the workspace's function for it; the page does the walking. */
export type Action =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'pageDown'
  | 'pageUp'
  | 'nextOpen'
  | 'inward'
  | 'outward'
  | 'pick'
  | 'pickInto'
  | 'skip'
  | 'skipBecause'
  | 'shortlist'
  | 'clear'
  | 'openLink'
  | 'expand'
  | 'merge'
  | 'split'
  | 'filter'
  | 'escape'
  | 'moveUp'
  | 'moveDown'
  | 'drop'
  | 'blurb'
  | 'rename'
  | 'again'
  | 'edit'
  | 'undo'
  | 'redo'
  | 'fill'
  | 'refresh'
  | 'heading'
  | 'note'
  | 'check'
  | 'written'
  | 'preview'
  | 'help'

export interface Binding {
  /** As `keyName` calls them. */
  readonly keys: readonly string[]
  readonly action: Action
  /** What it does, for the help; absent for another way to do the same. */
  readonly what?: string
}

/** Keys of the list of stories, of the issue, and of both; the first two win. */
export const KEYS: Readonly<Record<'stories' | 'issue' | 'both', readonly Binding[]>> = {
  stories: [
    { keys: ['p'], action: 'pick', what: 'Pick into the section that suits, and go on' },
    { keys: ['P'], action: 'pickInto', what: 'Pick into a section that you choose by its letter' },
    { keys: ['x'], action: 'skip', what: 'Skip; a flood as a whole' },
    { keys: ['X'], action: 'skipBecause', what: 'Skip, and say why' },
    { keys: ['s'], action: 'shortlist', what: 'Shortlist: it comes again next week if it does not run' },
    { keys: ['c'], action: 'clear', what: 'Take the verdict back, however old' },
    { keys: ['u'], action: 'nextOpen', what: 'Go to the next story that nobody has decided' },
    { keys: ['Space', 'Enter'], action: 'expand', what: 'Open or close the details, or a flood' },
    { keys: ['ArrowRight'], action: 'inward', what: 'Open; then into the buttons and links of the row' },
    { keys: ['ArrowLeft'], action: 'outward', what: 'Back out; then close; from a story of a flood to its row' },
    { keys: ['m'], action: 'merge', what: 'Mark a story that leads; on others, merge them into it; Esc ends' },
    { keys: ['M'], action: 'split', what: 'Split a story into its items' },
    { keys: ['/'], action: 'filter', what: 'Filter; Esc comes back, Esc again shows all' },
  ],
  issue: [
    { keys: ['Enter'], action: 'edit', what: 'Write the blurb, or the line of the head' },
    { keys: ['P'], action: 'pickInto', what: 'Move into another section' },
    { keys: ['Alt+ArrowUp'], action: 'moveUp', what: 'Move up' },
    { keys: ['Alt+ArrowDown'], action: 'moveDown', what: 'Move down' },
    { keys: ['d', 'Delete'], action: 'drop', what: 'Drop the pick' },
    { keys: ['r'], action: 'rename', what: 'Rewrite its title; the original is kept' },
    { keys: ['a'], action: 'again', what: 'Say why it runs again' },
    { keys: ['ArrowRight'], action: 'inward', what: 'Into the buttons of the row' },
    { keys: ['ArrowLeft'], action: 'outward' },
  ],
  both: [
    { keys: ['j', 'ArrowDown'], action: 'next', what: 'Down' },
    { keys: ['k', 'ArrowUp'], action: 'previous', what: 'Up' },
    { keys: ['PageDown'], action: 'pageDown', what: 'Ten down, ten up (Page Up); Home and End to the ends' },
    { keys: ['PageUp'], action: 'pageUp' },
    { keys: ['Home'], action: 'first' },
    { keys: ['End'], action: 'last' },
    { keys: ['o'], action: 'openLink', what: 'Open the link in a new tab' },
    { keys: ['b'], action: 'blurb', what: 'Write blurbs: of this pick, else of the next that is unedited' },
    { keys: ['F'], action: 'fill', what: 'Fill the issue up to its target, with variety' },
    { keys: ['R'], action: 'refresh', what: 'Write the sections of the program anew; what you wrote there stays' },
    { keys: ['t'], action: 'heading', what: 'Title of the issue, subject and preheader of its mail' },
    { keys: ['n'], action: 'note', what: 'Editor’s note' },
    { keys: ['g'], action: 'check', what: 'Run the checks' },
    {
      keys: ['v'],
      action: 'preview',
      what: 'The page in place of the stories; again, the mail; again, or Esc, the stories',
    },
    { keys: ['w'], action: 'written', what: 'Make sure that all is written, and say where' },
    { keys: ['z'], action: 'undo', what: 'Undo, as often as you like' },
    { keys: ['Z'], action: 'redo', what: 'Redo' },
    { keys: ['?'], action: 'help', what: 'This help' },
    { keys: ['Escape'], action: 'escape' },
  ],
}

/** Keys that stay when shortcuts are off: none of them is a character (WCAG 2.1.4), but for the space bar. */
export const isPlainKey = (name: string): boolean => [...name].length === 1

/** A key as the table calls it: letters by whether Shift is held, whatever Caps Lock says; undefined for one that is the browser's. */
export function keyName(event: KeyboardEvent): string | undefined {
  if (event.ctrlKey || event.metaKey || event.isComposing) return undefined
  if (event.altKey) return event.key === 'ArrowUp' || event.key === 'ArrowDown' ? `Alt+${event.key}` : undefined
  if (event.key === ' ') return event.shiftKey ? undefined : 'Space'
  const isTurned = event.getModifierState('CapsLock') && /^\p{L}$/u.test(event.key)
  if (isTurned) return event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()
  return event.key
}

export function findBinding(name: string, pane: 'stories' | 'issue'): Action | undefined {
  return [...KEYS[pane], ...KEYS.both].find(({ keys }) => keys.includes(name))?.action
}

const SHOWN: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  'Alt+ArrowUp': 'Alt ↑',
  'Alt+ArrowDown': 'Alt ↓',
  PageDown: 'Page Down',
  Delete: 'Del',
}

/** A key as people know it. */
export const shownKey = (name: string): string => SHOWN[name] ?? name
