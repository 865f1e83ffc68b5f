/** What is asked of certificates, and shown of our own. Used by both transports; it opens nothing. */
import { createSecureContext, getCACertificates } from "node:tls";
import { ConfigurationError } from "../errors.ts";

/** What a client may say about certificates, for HTTP and WebSocket alike. */
export interface TlsOptions {
  /** Certificate authorities in PEM, beside the machine's own: for servers with a company's certificate. */
  readonly ca?: string;
  /** The client's own certificate in PEM, where the server or a proxy before it asks for one. Needs `key`. */
  readonly cert?: string;
  /** The private key of `cert`, in PEM. */
  readonly key?: string;
  /** Opens `key`, when it is encrypted. */
  readonly passphrase?: string;
  /** Takes any certificate. Whoever stands between can read everything: for tests only, and said aloud. */
  readonly insecure?: boolean;
}

/** The same in Node's words. */
export interface TlsSettings {
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly rejectUnauthorized?: boolean;
}

/**
 * The same in Node's words, tried out at once. What Node is given replaces the authorities that it knows, so those are named too.
 *
 * @throws ConfigurationError when certificates or keys cannot be read; it never shows them.
 */
export function tlsSettings({ ca, cert, key, passphrase, insecure }: TlsOptions): TlsSettings {
  if ((cert === undefined) !== (key === undefined))
    throw new ConfigurationError("a client certificate needs both: the certificate (cert) and its private key (key)");
  if (ca !== undefined)
    check("the certificate authority (ca) is not in PEM: it begins with -----BEGIN CERTIFICATE-----", { ca });
  const own =
    cert === undefined || key === undefined ? {} : { cert, key, ...(passphrase === undefined ? {} : { passphrase }) };
  if (cert !== undefined)
    check(
      "the client certificate (cert) and its key (key) do not work: both must be in PEM, belong together, and the passphrase must open the key",
      own,
    );
  return {
    ...own,
    ...(ca === undefined ? {} : { ca: [...getCACertificates("default"), ca] }),
    ...(insecure === true ? { rejectUnauthorized: false } : {}),
  };
}

function check(sentence: string, settings: TlsOptions): void {
  if (settings.ca !== undefined && !settings.ca.includes("-----BEGIN CERTIFICATE-----"))
    throw new ConfigurationError(sentence);
  try {
    createSecureContext(settings);
  } catch (error) {
    throw new ConfigurationError(sentence, { cause: (error as NodeJS.ErrnoException).code });
  }
}
