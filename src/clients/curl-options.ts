/** curl's options, as data: which there are, and which of them take a value (curl 7.88, and newer ones). */

const withValue =
  'abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to continue-at ' +
  'cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode delegation ' +
  'dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save ' +
  'expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode ' +
  'happy-eyeballs-timeout-ms haproxy-clientip header help hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json ' +
  'keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt ' +
  'max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max parallel-max-host pass ' +
  'pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type ' +
  'proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name ' +
  'proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range ' +
  'rate referer request request-target resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 ' +
  'socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond ' +
  'tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file upload-flags ' +
  'url url-query user user-agent variable vlan-priority write-out';

const withoutValue =
  'anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest disable disable-eprt ' +
  'disable-epsv disallow-username-in-url doh-cert-status doh-insecure fail fail-early fail-with-body false-start follow ' +
  'form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control get globoff haproxy-protocol ' +
  'head http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only ignore-content-length include insecure ipv4 ' +
  'ipv6 junk-session-cookies list-only location location-trusted mail-rcpt-allowfails manual metalink mptcp negotiate netrc ' +
  'netrc-optional next no-alpn no-buffer no-clobber no-keepalive no-npn no-progress-meter no-sessionid ntlm ntlm-wb ' +
  'out-null parallel parallel-immediate path-as-is post301 post302 post303 progress-bar proxy-anyauth proxy-basic ' +
  'proxy-ca-native proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast ' +
  'proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw remote-header-name remote-name remote-name-all remote-time ' +
  'remove-on-error retry-all-errors retry-connrefused sasl-ir show-error show-headers silent skip-existing socks5-basic ' +
  'socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort ' +
  'ssl-sessions sslv2 sslv3 styled-output suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tls-earlydata ' +
  'tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose version xattr';

const valued: ReadonlySet<string> = new Set(withValue.split(' '));
const flags: ReadonlySet<string> = new Set(withoutValue.split(' '));
const all: readonly string[] = [...valued, ...flags];

/** The long names of the short options that take a value. */
const shortValued: Readonly<Record<string, string>> = {
  A: 'user-agent',
  b: 'cookie',
  C: 'continue-at',
  c: 'cookie-jar',
  D: 'dump-header',
  d: 'data',
  E: 'cert',
  e: 'referer',
  F: 'form',
  H: 'header',
  h: 'help',
  K: 'config',
  m: 'max-time',
  o: 'output',
  P: 'ftp-port',
  Q: 'quote',
  r: 'range',
  T: 'upload-file',
  t: 'telnet-option',
  U: 'proxy-user',
  u: 'user',
  w: 'write-out',
  X: 'request',
  x: 'proxy',
  Y: 'speed-limit',
  y: 'speed-time',
  z: 'time-cond',
};

/** Those without one, as far as they matter to what is requested. */
const shortFlags: Readonly<Record<string, string>> = { ':': 'next', G: 'get', I: 'head', g: 'globoff' };

/** The short option `letter`: its long name, and whether it takes a value. */
export function shortOption(letter: string): { readonly name: string; readonly takesValue: boolean } {
  const name = Object.hasOwn(shortValued, letter) ? shortValued[letter] : undefined;
  if (name !== undefined) return { name, takesValue: true };
  return { name: (Object.hasOwn(shortFlags, letter) ? shortFlags[letter] : undefined) ?? letter, takesValue: false };
}

/** The long option that `written` means: itself, or the only one that begins so. `expand-` options read variables. */
export function longOption(written: string): { readonly name: string; readonly takesValue: boolean } {
  const plain = written.startsWith('expand-') ? written.slice('expand-'.length) : written;
  if (valued.has(plain)) return { name: plain, takesValue: true };
  if (flags.has(plain)) return { name: plain, takesValue: false };
  const [only, ...others] = plain === '' ? [] : all.filter((name) => name.startsWith(plain));
  if (only === undefined || others.length > 0) return { name: plain, takesValue: false };
  return { name: only, takesValue: valued.has(only) };
}
