import { createHmac } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';

/** What is signed for one purpose is refused for every other. */
export type Audience = 'wopi' | 'launch' | 'page';

export type Claims = Record<string, string | number | boolean>;

export interface Signatures {
  /** The same claims give the same text. A folder listing signs one for every child, so this neither waits nor stores. */
  sign(audience: Audience, claims: Claims): string;
  /** The claims of what this host signed, whatever the time; undefined for everything else. */
  read(audience: Audience, text: string): Promise<JWTPayload | undefined>;
}

const HEADER = base64url({ alg: 'HS256' });

/** Signed texts (JWT, HS256). Expiry is for the caller to judge, who knows the virtual clock. */
export function createSignatures(secret: string): Signatures {
  const key = Buffer.from(secret, 'base64url');
  return {
    sign(audience, claims) {
      const signed = `${HEADER}.${base64url({ ...claims, aud: audience })}`;
      return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
    },
    async read(audience, text) {
      if (!isAsWritten(text.slice(text.lastIndexOf('.') + 1))) return undefined;
      try {
        const { payload } = await jwtVerify(text, key, { audience, algorithms: ['HS256'], currentDate: new Date(0) });
        return payload;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}

/** The last character has bits to spare: another one may stand for the same bytes. */
function isAsWritten(signature: string): boolean {
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
