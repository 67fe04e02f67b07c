export default function Page() {
  return <h1>Tides at {process.env.NEXT_PUBLIC_HARBOUR ?? 'the harbour'}</h1>;
}
