export function NewCommunityPage() {
  return null;
}
