import type { DatabaseSync } from 'node:sqlite'
import { ExpectedError } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'

/** Says of a file of SQLite that it is a store of ours: `CrNs`. */
const APPLICATION_ID = 0x43724e73

/**
 * How a store came to look as it does: each step leads from the version that is its place in the list to the next.
 * A step that is out is never changed, only followed by another. Moments are milliseconds since 1970.
 */
export const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

-- As they came, to be decided.
CREATE TABLE signups (
  number INTEGER PRIMARY KEY,
  address TEXT NOT NULL,
  at INTEGER NOT NULL,
  network TEXT NOT NULL,
  wording TEXT NOT NULL
) STRICT;

CREATE TABLE subscriptions (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  address TEXT NOT NULL COLLATE NOCASE UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('unconfirmed', 'confirmed', 'unsubscribed')),
  origin TEXT NOT NULL CHECK (origin IN ('form', 'import')),
  requested_at INTEGER NOT NULL,
  confirmed_at INTEGER,
  unsubscribed_at INTEGER,
  wording TEXT NOT NULL,
  requested_from TEXT,
  confirmed_from TEXT
) STRICT;
CREATE INDEX subscriptions_unconfirmed ON subscriptions (requested_at) WHERE state = 'unconfirmed';
CREATE INDEX subscriptions_unsubscribed ON subscriptions (unsubscribed_at) WHERE state = 'unsubscribed';

CREATE TABLE confirmations (
  hash TEXT PRIMARY KEY,
  subscription_id TEXT NOT NULL REFERENCES subscriptions (id) ON UPDATE CASCADE ON DELETE CASCADE,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmations_subscription ON confirmations (subscription_id);
CREATE INDEX confirmations_expiry ON confirmations (expires_at);

CREATE TABLE suppressions (
  key TEXT PRIMARY KEY,
  reason TEXT NOT NULL CHECK (reason IN ('erased', 'bounced', 'complained')),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What waits is 'queued' and due at a moment, which a lease puts off. What is over has no address any more.
CREATE TABLE mails (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('confirm', 'already', 'suggestion')),
  recipient TEXT,
  key TEXT NOT NULL,
  network TEXT NOT NULL,
  at INTEGER NOT NULL,
  subscription_id TEXT REFERENCES subscriptions (id) ON UPDATE CASCADE ON DELETE SET NULL,
  suggestion_id TEXT REFERENCES suggestions (id) ON DELETE SET NULL,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed', 'unknown')),
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  settled_at INTEGER,
  reason TEXT,
  CHECK ((state = 'queued') = (recipient IS NOT NULL))
) STRICT;
CREATE INDEX mails_due ON mails (due_at) WHERE state = 'queued';
CREATE INDEX mails_subscription ON mails (subscription_id) WHERE subscription_id IS NOT NULL;
CREATE INDEX mails_suggestion ON mails (suggestion_id) WHERE suggestion_id IS NOT NULL;
CREATE INDEX mails_key ON mails (key, at);
CREATE INDEX mails_network ON mails (network, at) WHERE kind <> 'suggestion';
CREATE INDEX mails_at ON mails (at, kind);

CREATE TABLE suggestions (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  note TEXT,
  by TEXT,
  address TEXT COLLATE NOCASE,
  network TEXT,
  at INTEGER NOT NULL,
  answered_at INTEGER,
  answer_issue TEXT,
  answer_url TEXT,
  answer_title TEXT
) STRICT;
CREATE INDEX suggestions_at ON suggestions (at);
CREATE INDEX suggestions_network ON suggestions (network, at) WHERE network IS NOT NULL;
CREATE INDEX suggestions_address ON suggestions (address) WHERE address IS NOT NULL;
`,
  `
-- Keys of those whom a mail reaches by another address as well (recipientOf): what caps count by.
ALTER TABLE mails ADD COLUMN mailbox TEXT;
ALTER TABLE mails ADD COLUMN domain TEXT;
UPDATE mails SET mailbox = key;
CREATE INDEX mails_mailbox ON mails (mailbox, at) WHERE kind <> 'suggestion';
CREATE INDEX mails_domain ON mails (domain, at) WHERE domain IS NOT NULL AND kind <> 'suggestion';
`,
  `
-- The ledger of sends knows readers by these numbers: AUTOINCREMENT gives that of one who was deleted to nobody else.
CREATE TABLE numbered_subscriptions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  address TEXT NOT NULL COLLATE NOCASE UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('unconfirmed', 'confirmed', 'unsubscribed')),
  origin TEXT NOT NULL CHECK (origin IN ('form', 'import')),
  requested_at INTEGER NOT NULL,
  confirmed_at INTEGER,
  unsubscribed_at INTEGER,
  wording TEXT NOT NULL,
  requested_from TEXT,
  confirmed_from TEXT
) STRICT;
INSERT INTO numbered_subscriptions SELECT * FROM subscriptions;
DROP TABLE subscriptions;
ALTER TABLE numbered_subscriptions RENAME TO subscriptions;
CREATE INDEX subscriptions_unconfirmed ON subscriptions (requested_at) WHERE state = 'unconfirmed';
CREATE INDEX subscriptions_unsubscribed ON subscriptions (unsubscribed_at) WHERE state = 'unsubscribed';

-- Who of its recipients stands where is counted in the row, and never by going through them. They are frozen and leased
-- by their numbers, in that order; 'reached' is the last who was leased or suppressed.
CREATE TABLE sends (
  number INTEGER PRIMARY KEY,
  issue TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  key_id TEXT NOT NULL,
  url TEXT NOT NULL,
  sender TEXT NOT NULL,
  bounces TEXT,
  started_at INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  recipients INTEGER NOT NULL,
  reached INTEGER NOT NULL DEFAULT 0,
  queued INTEGER NOT NULL,
  leased INTEGER NOT NULL DEFAULT 0,
  sent INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  unknown INTEGER NOT NULL DEFAULT 0,
  suppressed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE send_messages (send INTEGER PRIMARY KEY, message BLOB NOT NULL) STRICT;

-- A row for each issue and reader, small. States: 0 queued, 1 leased, 2 sent, 3 failed, 4 unknown, 5 suppressed.
-- 'due_at' is when one who was put off may be tried again, or until when one is leased, and NULL for all others.
CREATE TABLE recipients (
  send INTEGER NOT NULL,
  reader INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 5),
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  at INTEGER,
  code INTEGER,
  reason TEXT,
  PRIMARY KEY (send, reader)
) STRICT, WITHOUT ROWID;
CREATE INDEX recipients_due ON recipients (send, state, due_at) WHERE due_at IS NOT NULL;

-- Kinds: 0 soft, 1 hard, 2 complaint.
CREATE TABLE bounces (
  reader INTEGER NOT NULL,
  send INTEGER NOT NULL,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
  at INTEGER NOT NULL,
  PRIMARY KEY (reader, send)
) STRICT, WITHOUT ROWID;
`,
  `
-- Whose lease it is, while it is one.
ALTER TABLE recipients ADD COLUMN sender TEXT;
`,
  `
-- What its mails are signed with: 'none', or the name of the DNS record and the hash of the key. NULL: nobody wrote it down.
ALTER TABLE sends ADD COLUMN signing TEXT;
`,
]

/**
 * Brings a database to the newest version, all steps in one transaction: where one fails, it is as it was before. To be
 * called before foreign keys are switched on, so that a step may rebuild a table.
 *
 * @param options.born runs where the database was empty, in the same transaction
 * @throws ExpectedError for what is no store, and for one that a newer program has written
 */
export function migrate(
  connection: DatabaseSync,
  { file, born, steps = MIGRATIONS }: { file: string; born: () => void; steps?: readonly string[] },
): void {
  if (versionOf(connection, { file, newest: steps.length }) === steps.length) return
  connection.exec('BEGIN IMMEDIATE')
  try {
    // Another process may have been quicker.
    const version = versionOf(connection, { file, newest: steps.length })
    for (const step of steps.slice(version)) connection.exec(step)
    if (connection.prepare('PRAGMA foreign_key_check').all().length > 0) throw new Error('a step leaves what is lost')
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${steps.length}`)
    if (version === 0) born()
    connection.exec('COMMIT')
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK')
    throw error
  }
}

/**
 * The version of a store, 0 for an empty database.
 *
 * @throws ExpectedError for what is no store, and for one that a newer program has written
 */
export function versionOf(
  connection: DatabaseSync,
  { file, newest = MIGRATIONS.length }: { readonly file: string; readonly newest?: number },
): number {
  const numberOf = (sql: string) => Number(Object.values(connection.prepare(sql).get() ?? {})[0])
  const version = numberOf('PRAGMA user_version')
  const application = numberOf('PRAGMA application_id')
  const where = displayPath(file)
  if (application !== APPLICATION_ID && numberOf('SELECT count(*) FROM sqlite_schema') + version + application > 0) {
    const remedy = 'Name a file that `npm run subscribers -- backup` has made, or move this one away'
    throw new ExpectedError({ where, what: 'it is a database, and none of subscriptions', remedy })
  }
  if (version > newest) {
    const what = `a newer program wrote it: it has version ${version}, and this one knows ${newest}`
    throw new ExpectedError({ where, what, remedy: 'Run the newer program (git pull), or restore an older backup' })
  }
  return version
}
