/** Who may sign in, and the tokens they hold. */
import { randomUUID } from 'node:crypto';

export interface User {
  username: string;
  password: string;
  /** Companies the user may read; the first is the user's own. */
  companies: readonly number[];
  /** Id of the RQ employee the user is mapped to; undefined for a user whose reports are refused. */
  employeeId: number | undefined;
  userManagerId: number;
}

export interface Token {
  access: string;
  refresh: string;
  user: User;
  /** Milliseconds since 1970. */
  expiresAt: number;
  revoked: boolean;
}

export interface Client {
  id: string;
  secret: string;
}

/** Who may sign in to the emulator of the tests. The first may read everything, the second is mapped to no employee. */
const USERS: readonly User[] = [
  {
    username: 'John.Bates@KENTEL',
    password: 'p@ss w0rd&more=1',
    companies: [42, 43],
    employeeId: 5121,
    userManagerId: 280_494,
  },
  {
    username: 'unmapped@KENTEL',
    password: 'no-employee-1',
    companies: [42],
    employeeId: undefined,
    userManagerId: 280_999,
  },
];

const CLIENTS: readonly Client[] = [{ id: 'retail-extracts', secret: 'cs-7f3a+secret/of=client' }];

export class Users {
  /** Sign-ins that were tried with each grant. */
  readonly logins = { password: 0, refresh: 0 };
  readonly #tokens = new Set<Token>();
  readonly #wrongPasswords = new Map<string, number>();

  /** @param onSecret is told what nobody else may see */
  constructor(
    readonly onSecret: (secret: string) => void = () => {},
    readonly users = USERS,
    readonly clients = CLIENTS,
  ) {}

  /** The user, when the password is right and the user is not locked. A wrong one counts towards the lock. */
  signIn(username: string, password: string, lockAfter: number): User | undefined {
    const user = this.users.find((candidate) => candidate.username.toLowerCase() === username.toLowerCase());
    if (!user || this.isLocked(user, lockAfter)) return undefined;
    if (user.password !== password) {
      this.#wrongPasswords.set(user.username, this.wrongPasswords(user) + 1);
      return undefined;
    }
    this.#wrongPasswords.delete(user.username);
    return user;
  }

  wrongPasswords(user: User): number {
    return this.#wrongPasswords.get(user.username) ?? 0;
  }

  isLocked(user: User, lockAfter: number): boolean {
    return this.wrongPasswords(user) >= lockAfter;
  }

  unlock(): void {
    this.#wrongPasswords.clear();
  }

  issue(user: User, lifetimeSeconds: number): Token {
    const token: Token = {
      access: `at-${randomUUID()}`,
      refresh: `rt-${randomUUID()}`,
      user,
      expiresAt: Date.now() + lifetimeSeconds * 1000,
      revoked: false,
    };
    this.#tokens.add(token);
    for (const secret of [token.access, token.refresh, user.password]) this.onSecret(secret);
    for (const { secret } of this.clients) this.onSecret(secret);
    return token;
  }

  byAccess(access: string): Token | undefined {
    const token = this.#find((candidate) => candidate.access === access);
    return token && token.expiresAt > Date.now() ? token : undefined;
  }

  /** Redeeming a refresh token revokes it and the access token it came with. */
  redeem(refresh: string, lifetimeSeconds: number): Token | undefined {
    const old = this.#find((candidate) => candidate.refresh === refresh);
    if (!old) return undefined;
    this.revoke(old);
    return this.issue(old.user, lifetimeSeconds);
  }

  revoke(token: Token): void {
    token.revoked = true;
    this.#tokens.delete(token);
  }

  revokeAll(): void {
    for (const token of this.#tokens) token.revoked = true;
    this.#tokens.clear();
  }

  #find(matches: (token: Token) => boolean): Token | undefined {
    for (const token of this.#tokens) if (matches(token)) return token;
    return undefined;
  }
}
