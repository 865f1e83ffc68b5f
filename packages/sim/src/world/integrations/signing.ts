/** The key with which a server signs what it hands out to integrations, so that anybody can see that it came from there. Made when it is first needed. */
import { createPublicKey, createPrivateKey, generateKeyPairSync, sign, verify } from "node:crypto";

export class SigningKey {
  #pair: { readonly private: string; readonly public: string } | undefined;

  /** As clients read it in `AsymmetricSigningPublicKey`: SPKI in DER, in base64. */
  get publicKey(): string {
    return this.#made().public;
  }

  /** ECDSA over SHA-256, in base64. */
  sign(text: string): string {
    const key = createPrivateKey({ key: Buffer.from(this.#made().private, "base64"), format: "der", type: "pkcs8" });
    return sign("sha256", Buffer.from(text), key).toString("base64");
  }

  isSigned(text: string, signature: string): boolean {
    const key = createPublicKey({ key: Buffer.from(this.publicKey, "base64"), format: "der", type: "spki" });
    return verify("sha256", Buffer.from(text), key, Buffer.from(signature, "base64"));
  }

  #made(): { readonly private: string; readonly public: string } {
    if (this.#pair !== undefined) return this.#pair;
    const { privateKey, publicKey } = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      privateKeyEncoding: { format: "der", type: "pkcs8" },
      publicKeyEncoding: { format: "der", type: "spki" },
    });
    this.#pair = { private: privateKey.toString("base64"), public: publicKey.toString("base64") };
    return this.#pair;
  }
}
