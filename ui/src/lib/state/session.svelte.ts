export type SessionState = 'checking' | 'in' | 'out';

class Session {
  state = $state<SessionState>('checking');
  /** Set when a sign-in was refused. */
  refusal = $state<string | null>(null);

  signedOut() {
    this.state = 'out';
  }

  /** Exchanges the token for the cookie that every later request carries. */
  async signIn(token: string): Promise<void> {
    this.refusal = null;
    try {
      const response = await fetch('/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });
      if (response.ok) this.state = 'in';
      else {
        this.state = 'out';
        this.refusal =
          response.status === 429
            ? 'Too many attempts. Wait a minute and try again.'
            : 'The gateway did not accept this token.';
      }
    } catch {
      this.state = 'out';
      this.refusal = 'The gateway cannot be reached. Is it running?';
    }
  }

  /** Ends the session at the gateway. Whether it answers or not, nothing of it stays in this page. */
  async signOut(): Promise<void> {
    await fetch('/session', { method: 'DELETE' }).catch(() => {});
    this.signedOut();
  }

  /** A link from the terminal carries the token after the `#`: use it once and take it out of the address. */
  async begin(): Promise<void> {
    const token = new URLSearchParams(location.hash.slice(1)).get('token');
    if (token) {
      history.replaceState(history.state, '', location.pathname + location.search);
      await this.signIn(token);
      return;
    }
    // Anyone may be signed in already; the first 401 says otherwise, and the page does not wait for it.
    this.state = 'in';
  }
}

export const session = new Session();
