/** What is asked of certificates. Used by both transports; it opens nothing. */
import { rootCertificates } from "node:tls";

/** What a client may say about certificates, for HTTP and WebSocket alike. */
export interface TlsOptions {
  /** Certificate authorities in PEM, beside the machine's own: for servers with a company's certificate. */
  readonly ca?: string;
  /** Takes any certificate. Whoever stands between can read everything: for tests only. */
  readonly insecure?: boolean;
}

/** The same in Node's words. What Node is given replaces the authorities that it knows, so those are named too. */
export function tlsSettings({ ca, insecure }: TlsOptions): { ca?: string[]; rejectUnauthorized?: boolean } {
  return {
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    ...(insecure === true ? { rejectUnauthorized: false } : {}),
  };
}
