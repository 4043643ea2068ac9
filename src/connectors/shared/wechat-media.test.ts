import { expect, it } from 'vitest';
import { FetchFailed } from '#modules/connections/index.ts';
import { fetchPicture } from './wechat-media.ts';

it('a picture that an article names by http is fetched by https where http may not be spoken', async () => {
  const asked: string[] = [];
  const fetch = async (address: string): Promise<Response> => {
    asked.push(address);
    if (address.startsWith('http:')) throw new FetchFailed('plain_address', 'not in your own network');
    return new Response('picture', { headers: { 'content-type': 'image/png' } });
  };
  const picture = await fetchPicture({ fetch, now: () => 0 }, 'http://pictures.example/a.png?b=1', 1000);
  expect(picture).toMatchObject({ type: 'image/png', name: 'picture.png' });
  expect(asked).toEqual(['http://pictures.example/a.png?b=1', 'https://pictures.example/a.png?b=1']);
});
