import { getDomain } from 'tldts'
import { addressKey } from './address-key.ts'

/** Who a mail to an address may all reach, by what caps count. */
export interface Recipient {
  /** The mailbox that the address and its variants lead to, as an address. */
  readonly mailbox: string
  /** The domain whose owner may read everything that is sent there; undefined for one of a provider of mailboxes. */
  readonly domain: string | undefined
}

/** Here dots in the first part mean nothing, https://support.google.com/mail/answer/7436150 */
const WITHOUT_DOTS = new Set(['gmail.com', 'googlemail.com'])

/** Where thousands of strangers have a mailbox each: what goes to one of them is nothing to the others. */
const PROVIDERS = new Set(
  [
    'gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.fr live.com msn.com',
    'yahoo.com yahoo.co.jp yahoo.co.uk yahoo.co.in yahoo.fr ymail.com aol.com icloud.com me.com mac.com',
    'proton.me protonmail.com pm.me fastmail.com fastmail.fm hey.com tutanota.com tuta.io mailbox.org posteo.de',
    'gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de mail.com zoho.com hushmail.com',
    'orange.fr free.fr laposte.net wanadoo.fr libero.it seznam.cz wp.pl o2.pl onet.pl interia.pl bluewin.ch',
    'comcast.net verizon.net att.net sbcglobal.net cox.net btinternet.com rogers.com shaw.ca',
    'qq.com foxmail.com 163.com 126.com sina.com naver.com daum.net hanmail.net docomo.ne.jp',
    'yandex.ru yandex.com ya.ru mail.ru bk.ru list.ru rambler.ru ukr.net rediffmail.com uol.com.br',
  ].flatMap((line) => line.split(' ')),
)

/**
 * Who a mail to an address may reach besides: `keeper+a@light.example` and `keeper+b@light.example` are one mailbox at
 * nearly every server that knows a plus (RFC 5233), and whoever owns a domain may take all that comes to it and to the
 * names below it. Only for counting: mail goes to the address as it is.
 *
 * @param address as `parseMailAddress` gives it
 */
export function recipientOf(address: string): Recipient {
  const at = address.lastIndexOf('@')
  const host = address.slice(at + 1).toLowerCase()
  const local = address.slice(0, at).toLowerCase()
  const base = local.replace(/(?<=.)\+.*$/, '')
  const isGoogle = WITHOUT_DOTS.has(host)
  const mailbox = isGoogle ? `${base.replaceAll('.', '')}@gmail.com` : `${base}@${host}`
  return { mailbox, domain: PROVIDERS.has(host) ? undefined : (getDomain(host) ?? host) }
}

/** By what a store counts mails to an address: `addressKey` of whom they reach. No address can be read from it. */
export function recipientKeys(address: string, secret: Uint8Array): Recipient {
  const { mailbox, domain } = recipientOf(address)
  return { mailbox: addressKey(mailbox, secret), domain: domain && addressKey(`@${domain}`, secret) }
}
