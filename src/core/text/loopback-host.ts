const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const LOOPBACK = new RegExp(`^(?:localhost|127(?:\\.${OCTET}){3}|::1|\\[::1\\])$`)

/** Whether a host is this machine alone (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3), with or without brackets. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK.test(host)
