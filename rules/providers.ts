/** Providers' own shapes, the rules that need no name nearby; in the order in which they are listed. */
import type { Rule } from '../src/types.ts';
import { anthropic } from './anthropic.ts';
import { apify } from './apify.ts';
import { aws } from './aws.ts';
import { brevo } from './brevo.ts';
import { cerebras } from './cerebras.ts';
import { cloudflare } from './cloudflare.ts';
import { databricks } from './databricks.ts';
import { deepseek } from './deepseek.ts';
import { digitalocean } from './digitalocean.ts';
import { discord } from './discord.ts';
import { docker } from './docker.ts';
import { e2b } from './e2b.ts';
import { elevenlabs } from './elevenlabs.ts';
import { figma } from './figma.ts';
import { fireworks } from './fireworks.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { googleOauth } from './google-oauth.ts';
import { grafana } from './grafana.ts';
import { groq } from './groq.ts';
import { huggingface } from './huggingface.ts';
import { jina } from './jina.ts';
import { langsmith } from './langsmith.ts';
import { linear } from './linear.ts';
import { llamacloud } from './llamacloud.ts';
import { newrelic } from './newrelic.ts';
import { notion } from './notion.ts';
import { npm } from './npm.ts';
import { nvidia } from './nvidia.ts';
import { openai } from './openai.ts';
import { openrouter } from './openrouter.ts';
import { perplexity } from './perplexity.ts';
import { pinecone } from './pinecone.ts';
import { postman } from './postman.ts';
import { pypi } from './pypi.ts';
import { replicate } from './replicate.ts';
import { sendgrid } from './sendgrid.ts';
import { shopify } from './shopify.ts';
import { slack } from './slack.ts';
import { stripe } from './stripe.ts';
import { supabase } from './supabase.ts';
import { tavily } from './tavily.ts';
import { together } from './together.ts';
import { vault } from './vault.ts';
import { vercel } from './vercel.ts';
import { wandb } from './wandb.ts';
import { xai } from './xai.ts';

export const providers: readonly Rule[] = [
  openai,
  anthropic,
  groq,
  xai,
  huggingface,
  openrouter,
  perplexity,
  replicate,
  langsmith,
  tavily,
  pinecone,
  nvidia,
  cerebras,
  deepseek,
  elevenlabs,
  fireworks,
  together,
  jina,
  wandb,
  llamacloud,
  e2b,
  apify,
  cloudflare,
  googleOauth,
  aws,
  github,
  gitlab,
  stripe,
  slack,
  npm,
  sendgrid,
  digitalocean,
  pypi,
  linear,
  notion,
  databricks,
  discord,
  supabase,
  shopify,
  postman,
  figma,
  grafana,
  docker,
  newrelic,
  vault,
  brevo,
  vercel,
];
