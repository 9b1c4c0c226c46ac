import type { ReaderSuggestion } from '../core/subscription/reader-suggestion.ts'
import type { SuggestionStore } from '../jobs/subscription-store.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { count, known, type Row, text, textOrNone, toMoment, toTime } from './sqlite-rows.ts'
import type { SqliteChanges } from './sqlite-store-changes.ts'
import type { SqliteMails } from './sqlite-store-mails.ts'

/** Links that readers suggest. An answer takes the address away: the mail that says so has it until it is sent. */
export function createSqliteSuggestions(
  database: SqliteDatabase,
  { changes, mails }: { readonly changes: SqliteChanges; readonly mails: SqliteMails },
): SuggestionStore {
  const insert = database.prepare(`
    INSERT INTO suggestions (id, url, note, by, address, network, at, answered_at, answer_issue, answer_url, answer_title)
    VALUES ($id, $url, $note, $by, $address, $network, $at, $answered_at, $answer_issue, $answer_url, $answer_title)`)
  const countIn = {
    network: database.prepare('SELECT count(*) AS count FROM suggestions WHERE at >= $since AND network = $network'),
    all: database.prepare('SELECT count(*) AS count FROM suggestions WHERE at >= $since'),
  }
  const byId = database.prepare('SELECT * FROM suggestions WHERE id = ?')
  const newest = database.prepare(
    'SELECT * FROM suggestions WHERE at >= ? AND answered_at IS NULL ORDER BY at DESC, number DESC LIMIT ?',
  )
  const answer = database.prepare(`
    UPDATE suggestions SET answered_at = $answered_at, answer_issue = $answer_issue, answer_url = $answer_url,
      answer_title = $answer_title, address = NULL
    WHERE id = $id`)
  return {
    addSuggestion({ id, url, note, by, address, network, at, answer: given }, caps) {
      const visitor = { by: by ?? null, address: address ?? null, network: network ?? null }
      const columns = { id, url, note: note ?? null, at: toTime(at), ...visitor, ...answerColumns(given) }
      const since = toTime(caps.since)
      return database.write(() => {
        if (count(countIn.network.get({ since, network: visitor.network })) >= caps.network) return 'network'
        if (count(countIn.all.get({ since })) >= caps.all) return 'all'
        insert.run(columns)
        return undefined
      })
    },
    findSuggestion: (id) =>
      database.read(() => {
        const row = byId.get(id)
        return row && readSuggestion(row)
      }),
    listSuggestions: (since, most) =>
      database.read(() => newest.all(toTime(since), most).reverse().map(readSuggestion)),
    answerSuggestion: (id, given, plan) =>
      database.write(() => {
        const row = byId.get(id)
        if (row === undefined) return 'unknown'
        const suggestion = readSuggestion(row)
        if (suggestion.answer !== undefined) return 'known'
        const { address } = suggestion
        const mail = plan(suggestion, address === undefined ? undefined : changes.factsOf(address).suppression)
        answer.run({ id, ...answerColumns(given) })
        if (mail !== undefined) mails.add(mail)
        return 'answered'
      }),
  }
}

export const answerColumns = (answer: ReaderSuggestion['answer']) => ({
  answered_at: toTime(answer?.at),
  answer_issue: answer?.issue ?? null,
  answer_url: answer?.issueUrl ?? null,
  answer_title: answer?.title ?? null,
})

export function readSuggestion(row: Row): ReaderSuggestion {
  const answer = {
    at: toMoment(row.answered_at ?? 0),
    issue: text(row, 'answer_issue'),
    issueUrl: text(row, 'answer_url'),
    title: text(row, 'answer_title'),
  }
  return known<ReaderSuggestion>({
    id: text(row, 'id'),
    url: text(row, 'url'),
    note: textOrNone(row, 'note'),
    by: textOrNone(row, 'by'),
    address: textOrNone(row, 'address'),
    network: textOrNone(row, 'network'),
    at: toMoment(row.at),
    answer: row.answered_at === null ? undefined : answer,
  })
}
