import { failure, success } from '../../text/problem.ts'
import { type ImportFile, type ImportFormat, type ImportRow } from './import-format.ts'
import { type LineColumns, listWording, makeLine, type Meaning } from './make-line.ts'

const COLUMNS: LineColumns = {
  address: ['email_address', 'email'],
  requestedAt: ['optin_time'],
  confirmedAt: ['confirm_time'],
  unsubscribedAt: ['unsub_time'],
  suppressedAt: ['clean_time', 'unsub_time'],
}
/** What no other export has. */
const MARKS = ['member_rating', 'optin_time', 'confirm_time', 'leid', 'euid']

type Segment = 'subscribed' | 'unsubscribed' | 'cleaned' | 'nonsubscribed'

/**
 * An audience as Mailchimp exports it: one CSV a segment, and no column that says which. The name of the file does
 * (`cleaned_email_audience_export_1a2b3c4d5e.csv`), else the columns that only one segment has; see docs/decisions/0038.
 */
export const MAILCHIMP: ImportFormat = {
  name: 'mailchimp',
  title: 'Mailchimp',
  needsState: false,
  recognises: (columns) =>
    COLUMNS.address.some((name) => columns.has(name)) && MARKS.filter((name) => columns.has(name)).length >= 2,
  open(file) {
    const segment = segmentOf(file)
    if (segment === 'nonsubscribed') {
      return failure({
        where: file.name,
        what: 'these are people who never subscribed to anything (the segment nonsubscribed)',
        remedy: 'Take the files of the same export whose names begin with subscribed, unsubscribed and cleaned',
      })
    }
    const context = { now: file.now, wording: listWording(file, 'Mailchimp') }
    return success((row) => makeLine(row, meaningOf(row, segment), COLUMNS, context))
  },
}

function segmentOf({ name, columns }: ImportFile): Segment {
  const named = /^(subscribed|unsubscribed|cleaned|nonsubscribed)_/i.exec(name)?.[1]?.toLowerCase()
  if (named !== undefined) return named as Segment
  if (columns.has('clean_time')) return 'cleaned'
  return columns.has('unsub_time') ? 'unsubscribed' : 'subscribed'
}

/** Somebody who is subscribed and has no moment at which they said so was put on the list by another. */
function meaningOf(row: ImportRow, segment: Exclude<Segment, 'nonsubscribed'>): Meaning {
  if (segment === 'cleaned') return 'bounced'
  if (segment === 'unsubscribed') return isComplaint(row('unsub_reason')) ? 'complained' : 'unsubscribed'
  return row('confirm_time').trim() === '' ? 'unconfirmed' : 'confirmed'
}

const isComplaint = (reason: string) => /abuse|spam|complain/i.test(reason)
