import { later } from '../router/later.ts';

export const SignInPage = later(() => import('../pages/sign-in/sign-in-page.tsx').then((m) => m.SignInPage));
