import type { Redactor, Registration } from "@tsunagu/core";

/** Secrets that are no credential of the session, such as the password that somebody else is to get. */
export interface PassingSecrets {
  /** Looks for a secret in all that is printed from now on. The 200 latest are looked for until the session ends. */
  protect(secret: string): void;
  dispose(): void;
}

const most = 200;

/** Keeps what is looked for bounded, so that no number of such secrets displaces the session's credential. */
export const passingSecrets = (redactor: Redactor): PassingSecrets => {
  const registered: Registration[] = [];
  return {
    protect: (secret) => {
      registered.push(redactor.register(secret));
      if (registered.length > most) registered.shift()?.dispose();
    },
    dispose: () => {
      for (const registration of registered.splice(0)) registration.dispose();
    },
  };
};
