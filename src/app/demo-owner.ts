import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createOwner, findOptionalFirstWorkspace, resetPassword } from '#modules/identity/index.ts';
import type { Services } from './services.ts';

const loginSchema = z.object({ email: z.string(), password: z.string() });

export type DemoOwner = z.infer<typeof loginSchema> & { workspaceId: string; file: string };

const EMAIL = 'demo@qunluo.local';

/**
 * The demo's owner. Made with a random password at the first start and kept in `demo-login.json` (0600), so that later
 * starts print the same; when the file is lost, the password is set anew.
 */
export async function demoOwner(
  { database, auth, config }: Pick<Services, 'database' | 'auth' | 'config'>,
  newPassword: () => string,
): Promise<DemoOwner> {
  const file = join(config.dataDir, 'demo-login.json');
  const kept = loginSchema.safeParse(JSON.parse(await readFile(file, 'utf8').catch(() => 'null')));
  const owner = await database.asSystem(findOptionalFirstWorkspace);
  if (owner && kept.success) return { ...kept.data, workspaceId: owner.workspaceId, file };
  const login = { email: EMAIL, password: newPassword() };
  // The file first: a password that is printed nowhere and kept nowhere would lock everybody out.
  const fresh = `${file}.new`;
  await writeFile(fresh, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600 });
  await rename(fresh, file);
  if (owner) {
    await resetPassword({ database, auth }, login);
    return { ...login, workspaceId: owner.workspaceId, file };
  }
  const made = await createOwner(database, auth, {
    ...login,
    name: '演示 Demo',
    workspace: '演示工作区 Demo workspace',
  });
  return { ...login, workspaceId: made.workspaceId, file };
}
