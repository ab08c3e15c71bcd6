/**
 * Companies whose keys have no shape of their own, or none that is exact, by the word for them in
 * names: `MISTRAL_API_KEY`. It only words the message; it never makes or hides a finding.
 */

const ISSUERS: Readonly<Record<string, string>> = {
  algolia: 'Algolia',
  amplitude: 'Amplitude',
  anthropic: 'Anthropic',
  apify: 'Apify',
  assemblyai: 'AssemblyAI',
  azure: 'Microsoft Azure',
  bing: 'Microsoft Bing',
  brave: 'Brave',
  cerebras: 'Cerebras',
  claude: 'Anthropic',
  cloudflare: 'Cloudflare',
  codestral: 'Mistral AI',
  cohere: 'Cohere',
  dashscope: 'Alibaba Cloud',
  datadog: 'Datadog',
  deepgram: 'Deepgram',
  deepinfra: 'DeepInfra',
  deepl: 'DeepL',
  deepseek: 'DeepSeek',
  elevenlabs: 'ElevenLabs',
  etherscan: 'Etherscan',
  exa: 'Exa',
  firecrawl: 'Firecrawl',
  fireworks: 'Fireworks AI',
  gemini: 'Google',
  google: 'Google',
  grok: 'xAI',
  groq: 'Groq',
  helicone: 'Helicone',
  heroku: 'Heroku',
  huggingface: 'Hugging Face',
  infura: 'Infura',
  jina: 'Jina AI',
  langchain: 'LangChain',
  langfuse: 'Langfuse',
  langsmith: 'LangChain',
  llamacloud: 'LlamaIndex',
  mailchimp: 'Mailchimp',
  mailgun: 'Mailgun',
  mapbox: 'Mapbox',
  mistral: 'Mistral AI',
  mistralai: 'Mistral AI',
  moonshot: 'Moonshot AI',
  newrelic: 'New Relic',
  nvidia: 'NVIDIA',
  openai: 'OpenAI',
  openrouter: 'OpenRouter',
  openweather: 'OpenWeather',
  openweathermap: 'OpenWeather',
  perplexity: 'Perplexity',
  pinecone: 'Pinecone',
  posthog: 'PostHog',
  qdrant: 'Qdrant',
  replicate: 'Replicate',
  resend: 'Resend',
  sendgrid: 'Twilio SendGrid',
  serpapi: 'SerpApi',
  serper: 'Serper',
  stability: 'Stability AI',
  stripe: 'Stripe',
  supabase: 'Supabase',
  tavily: 'Tavily',
  tmdb: 'TMDB',
  together: 'Together AI',
  togetherai: 'Together AI',
  twilio: 'Twilio',
  voyage: 'Voyage AI',
  weaviate: 'Weaviate',
  xai: 'xAI',
  zhipu: 'Zhipu AI',
};

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/** The company that `name` (`mistralApiKey`, `MISTRAL_API_KEY`) tells of, undefined where it tells none. */
export function issuerOf(name: string): string | undefined {
  for (const word of name.match(WORD) ?? []) {
    const issuer = ISSUERS[word.toLowerCase().replace(/api(?:key)?$/, '')];
    if (issuer !== undefined) return issuer;
  }
  // `openaiApiKey` spelled OpenAIApiKey, `newRelicApiKey`: words that the name takes apart
  const run = name.toLowerCase().replace(/[^a-z]/g, '');
  const known = Object.keys(ISSUERS).find((word) => word.length > 5 && run.startsWith(word));
  return known === undefined ? undefined : ISSUERS[known];
}
