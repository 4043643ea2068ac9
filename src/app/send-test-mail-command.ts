import { createMailer } from '#platform/mail/index.ts';
import { loadConfig } from '#platform/config.ts';

/** Sends one mail, so that an operator sees whether the mail server is configured right. */
export async function sendTestMailCommand(address: string, env: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig(env);
  await createMailer(config).send({
    to: address,
    subject: '群落 Qunluo：测试邮件 test mail',
    text: [
      '收到这封邮件，说明邮件服务器已配置好。',
      'This mail arrived: the mail server is configured right.',
      ...(config.publicUrl ? [config.publicUrl] : []),
    ].join('\n\n'),
  });
  process.stdout.write(`the mail server took a mail for ${address}\n`);
}
