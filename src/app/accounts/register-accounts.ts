import type { Command } from 'commander';

/** Adds `qunluo reset-password` and `qunluo rotate-secret` to the command line. */
export function registerAccounts(program: Command): void {
  program
    .command('reset-password')
    .description('print a one-time link by which an operator sets a new password, also while the server runs')
    .argument('<email>', 'of the operator')
    .option('--without-second-factor', 'forget a lost authenticator app as well')
    .action(async (email: string, given: { withoutSecondFactor?: boolean }) =>
      (await import('./reset-password-command.ts')).resetPasswordCommand(email, given, process.env),
    );
  program
    .command('rotate-secret')
    .description('make a new secret for sessions and what is kept sealed; takes effect with the next start')
    .action(async () => (await import('./rotate-secret-command.ts')).rotateSecretCommand(process.env));
}
