import { settled } from '../console/browser.ts';
import { dialog, open, panel, type Scene, type Stage } from './stage.ts';

/** The top of a page of the member pages, as a phone shows it. */
const onPhone = (name: string, path: string): Scene => ({
  name,
  on: 'phone',
  async show({ phone, story }: Stage) {
    await phone.goto(story.memberPages + path);
    await settled(phone);
  },
});
const ofConsole = (name: string, path: string): Scene => ({ name, height: 760, show: (stage) => open(stage, path) });

/** What members earn, owe and can have: in the console, and on their phones. */
export const MEMBERS_SIDE: readonly Scene[] = [
  {
    name: 'member-access',
    async show(stage) {
      await open(stage, `members/${stage.story.member}`);
      return panel(stage.page, stage.words.memberAccess.title);
    },
  },
  onPhone('my-home', ''),
  onPhone('my-data', 'me/data'),
  ofConsole('points', 'points'),
  ofConsole('points-rules', 'points/rules'),
  onPhone('my-points', 'points'),
  ofConsole('levels', 'levels'),
  ofConsole('leaderboards', 'levels/leaderboards'),
  onPhone('my-level', 'level'),
  ofConsole('rewards', 'rewards'),
  ofConsole('reward-orders', 'rewards/orders'),
  onPhone('my-rewards', 'rewards'),
  ofConsole('rules', 'rules'),
  ofConsole('credit', 'credit'),
  {
    name: 'record-violation',
    async show(stage) {
      await open(stage, `members/${stage.story.member}`);
      await stage.page.getByRole('button', { name: stage.words.credit.record.open, exact: true }).first().click();
      await dialog(stage.page).waitFor();
      return dialog(stage.page);
    },
  },
  onPhone('my-credit', 'credit'),
  ofConsole('exam-bank', 'exams'),
  ofConsole('exam-papers', 'exams/papers'),
  ofConsole('entry-exam', 'exams/entry'),
  onPhone('my-exams', 'exams'),
];
