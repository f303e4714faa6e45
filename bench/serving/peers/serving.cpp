// A minimal simulator of one case: replicas of one kind in round robin, chunked prefill, paged KV cache with a watermark,
// restart of the youngest when memory is short, percentiles of TTFT, TPOT and end-to-end by sorting. Step time is
// a + b tokens + c cached + d pairs. Written from these rules alone, twice:
//
//   walk   every iteration looks at every sequence of the batch: the obvious program
//   jump   sums instead of sequences, and stretches of pure decode in closed form
//
//   serving walk|jump WORKLOAD RUNS [OUT]
//
// WORKLOAD is little-endian: 12 float64 (a, b, c, d, budget, batch cap, KV blocks, tokens of a block, watermark, replicas,
// rounds, requests), then requests float64 arrivals, int32 inputs and int32 outputs. A run offers the requests `rounds` times,
// one after the other. Prints processor seconds of each run as JSON; OUT gets first token and end of each request of the last round, float64.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <deque>
#include <vector>

static double a, b, c, d;
static int budget, cap, blockTokens, watermark, replicaCount;
static long kvBlocks, rounds, requestCount;
static std::vector<double> arrivals;
static std::vector<int> inputs, outputs;

struct Request {
  double arrival, first = -1, end = -1;
  int input, output;
  int generated = 0, context, prefilled = 0;
  // jump: length less the replica's step while decoding, step of its end, neighbours in order of admission and in its bucket
  long origin = 0;
  bool decoding = false;
  int before = -1, after = -1, inBucket = -1;
};
static std::vector<Request> requests;

static long blocksFor(long tokens) { return (tokens + blockTokens - 1) / blockTokens; }

struct Chunk { int request, tokens; };

// Every iteration walks the batch.
struct WalkReplica {
  std::deque<int> waiting;
  std::vector<int> running;  // in order of admission
  std::vector<Chunk> chunks;
  long free = kvBlocks;
  double next = INFINITY;
  bool busy = false;

  void enqueue(int r, double time) {
    waiting.push_back(r);
    if (!busy) next = time;
  }
  void turn(double time) {
    if (busy) end(time);
    begin(time);
  }
  void end(double time) {
    busy = false;
    size_t kept = 0;
    for (int r : running) {
      Request &q = requests[r];
      if (q.decoding && ++q.generated == q.output) {
        q.end = time;
        free += blocksFor(q.input + q.output - 1);
      } else running[kept++] = r;
    }
    running.resize(kept);
    for (const Chunk &chunk : chunks) {
      Request &q = requests[chunk.request];
      q.prefilled += chunk.tokens;
      if (q.prefilled < q.context) continue;
      q.generated++;
      if (q.first < 0) q.first = time;
      if (q.generated == q.output) {
        q.end = time;
        free += blocksFor(q.context);
        running.erase(std::find(running.begin(), running.end(), chunk.request));
      } else q.decoding = true;
    }
    chunks.clear();
  }
  void begin(double time) {
    long wanted;
    for (;;) {
      wanted = 0;
      for (int r : running) {
        const Request &q = requests[r];
        if (q.decoding && (q.input + q.generated) % blockTokens == (blockTokens == 1 ? 0 : 1)) wanted++;
      }
      if (wanted <= free) break;
      int victim = running.back();
      running.pop_back();
      Request &q = requests[victim];
      free += q.decoding ? blocksFor(q.input + q.generated - 1) : blocksFor(q.context);
      q.decoding = false;
      q.context = q.input + q.generated;
      q.prefilled = 0;
      waiting.push_front(victim);
    }
    free -= wanted;
    long tokens = 0, cached = 0;
    double pairs = 0;
    int partial = -1;
    for (int r : running) {
      const Request &q = requests[r];
      if (q.decoding) {
        tokens++;
        cached += q.input + q.generated;
      } else partial = r;
    }
    while (tokens < budget) {
      int r = partial;
      partial = -1;
      if (r < 0) {
        if (waiting.empty() || (int)running.size() >= cap) break;
        long blocks = blocksFor(requests[waiting.front()].context);
        if (free - blocks < watermark) break;
        r = waiting.front();
        waiting.pop_front();
        running.push_back(r);
        free -= blocks;
      }
      Request &q = requests[r];
      int part = std::min<long>(q.context - q.prefilled, budget - tokens);
      chunks.push_back({r, part});
      pairs += part * (q.prefilled + part / 2.0);
      tokens += part;
    }
    busy = tokens > 0;
    next = busy ? time + (a + b * tokens + c * cached + d * pairs) : INFINITY;
  }
};

// Sums of the batch instead of its sequences; a stretch of pure decode is one event.
struct JumpReplica {
  static constexpr int ring = 8192;  // more than any output
  std::deque<int> waiting;
  std::vector<int> buckets = std::vector<int>(ring, -1);  // those that end at a step, by step modulo ring
  std::vector<int> opening = std::vector<int>(blockTokens, 0);
  int oldest = -1, youngest = -1, runningCount = 0;
  long free = kvBlocks, step = 0, count = 0, cached = 0;
  int partial = -1;
  std::vector<int> completing;
  double next = INFINITY, start = 0;
  long steps = 0;
  bool busy = false;

  int phase(const Request &q) const { return (((1 - q.origin) % blockTokens) + blockTokens) % blockTokens; }
  void push(int r) {
    requests[r].before = youngest;
    requests[r].after = -1;
    (youngest < 0 ? oldest : requests[youngest].after) = r;
    youngest = r;
    runningCount++;
  }
  void drop(int r) {
    Request &q = requests[r];
    (q.before < 0 ? oldest : requests[q.before].after) = q.after;
    (q.after < 0 ? youngest : requests[q.after].before) = q.before;
    runningCount--;
  }
  void join(int r) {
    Request &q = requests[r];
    q.decoding = true;
    q.origin = q.input + q.generated - step;
    count++;
    cached += q.input + q.generated;
    opening[phase(q)]++;
    int &bucket = buckets[(step + q.output - q.generated) % ring];
    q.inBucket = bucket;
    bucket = r;
  }
  void forget(Request &q) {
    q.decoding = false;
    count--;
    cached -= q.origin + step;
    opening[phase(q)]--;
  }
  double decodeTime(long n) const { return n * (a + b * count + c * (cached + count * (n - 1) / 2.0)); }

  void enqueue(int r, double time) {
    waiting.push_back(r);
    if (!busy) next = time;
    else if (steps > 1 && waiting.size() == 1) cut(time);
  }
  void cut(double time) {
    double curve = c * count, slope = a + b * count + c * cached - curve / 2, span = time - start;
    long n = (long)std::ceil(2 * span / (slope + std::sqrt(slope * slope + 2 * curve * span)));
    n = std::max(1l, std::min(steps, n));
    while (n > 1 && start + decodeTime(n - 1) >= time) n--;
    while (n < steps && start + decodeTime(n) < time) n++;
    if (n == steps) return;
    steps = n;
    next = start + decodeTime(n);
  }
  void turn(double time) {
    if (busy) end(time);
    begin(time);
  }
  void end(double time) {
    busy = false;
    for (long n = 1; n < steps; n++) free -= opening[(step + n) % blockTokens];
    step += steps;
    cached += steps * count;
    if (steps > 0) {
      int &bucket = buckets[step % ring];
      for (int r = bucket; r >= 0; r = requests[r].inBucket) {
        Request &q = requests[r];
        forget(q);
        drop(r);
        q.end = time;
        free += blocksFor(q.input + q.output - 1);
      }
      bucket = -1;
    }
    for (int r : completing) {
      Request &q = requests[r];
      q.generated++;
      if (q.first < 0) q.first = time;
      if (q.generated == q.output) {
        q.end = time;
        free += blocksFor(q.context);
        drop(r);
      } else join(r);
    }
    completing.clear();
  }
  void preempt() {
    int r = youngest;
    Request &q = requests[r];
    if (q.decoding) {
      q.generated = (int)(q.origin + step) - q.input;
      free += blocksFor(q.origin + step - 1);
      int *link = &buckets[(step + q.output - q.generated) % ring];
      while (*link != r) link = &requests[*link].inBucket;
      *link = q.inBucket;
      forget(q);
    } else {
      free += blocksFor(q.context);
      partial = -1;
    }
    drop(r);
    q.context = q.input + q.generated;
    q.prefilled = 0;
    waiting.push_front(r);
  }
  void begin(double time) {
    start = time;
    while (opening[step % blockTokens] > free) preempt();
    free -= opening[step % blockTokens];
    long tokens = count;
    double pairs = 0;
    int r = partial;
    partial = -1;
    while (tokens < budget) {
      if (r < 0) {
        if (waiting.empty() || runningCount >= cap) break;
        long blocks = blocksFor(requests[waiting.front()].context);
        if (free - blocks < watermark) break;
        r = waiting.front();
        waiting.pop_front();
        push(r);
        free -= blocks;
      }
      Request &q = requests[r];
      int part = std::min<long>(q.context - q.prefilled, budget - tokens);
      pairs += part * (q.prefilled + part / 2.0);
      tokens += part;
      q.prefilled += part;
      if (q.prefilled == q.context) completing.push_back(r);
      else partial = r;
      r = -1;
    }
    if (r >= 0) partial = r;
    busy = tokens > 0;
    if (tokens > count) {
      steps = count > 0;
      next = time + (a + b * tokens + c * cached + d * pairs);
    } else if (count > 0) {
      long left = free;
      for (steps = 1; buckets[(step + steps) % ring] < 0; steps++) {
        left -= opening[(step + steps) % blockTokens];
        if (left < 0) break;
      }
      next = time + decodeTime(steps);
    } else next = INFINITY;
  }
};

template <class Replica>
static void simulate() {
  std::vector<Replica> replicas(replicaCount);
  auto first = [&] {
    size_t best = 0;
    for (size_t i = 1; i < replicas.size(); i++)
      if (replicas[i].next < replicas[best].next) best = i;
    return best;
  };
  size_t turn = 0;
  for (size_t r = 0; r < requests.size(); r++) {
    double time = requests[r].arrival;
    for (size_t i = first(); replicas[i].next < time; i = first()) replicas[i].turn(replicas[i].next);
    replicas[turn].enqueue((int)r, time);
    turn = turn + 1 == replicas.size() ? 0 : turn + 1;
  }
  for (size_t i = first(); replicas[i].next < INFINITY; i = first()) replicas[i].turn(replicas[i].next);
}

static double quantile(std::vector<double> &sorted, double share) {
  return sorted[std::max<long>(1, (long)std::ceil(share * sorted.size())) - 1];
}

int main(int count, char **given) {
  if (count < 4) return 2;
  FILE *file = fopen(given[2], "rb");
  double head[12];
  if (file == nullptr || fread(head, 8, 12, file) != 12) return 1;
  a = head[0], b = head[1], c = head[2], d = head[3];
  budget = (int)head[4], cap = (int)head[5], kvBlocks = (long)head[6], blockTokens = (int)head[7];
  watermark = (int)head[8], replicaCount = (int)head[9], rounds = (long)head[10], requestCount = (long)head[11];
  arrivals.resize(requestCount), inputs.resize(requestCount), outputs.resize(requestCount);
  if (fread(arrivals.data(), 8, requestCount, file) + fread(inputs.data(), 4, requestCount, file) +
          fread(outputs.data(), 4, requestCount, file) != (size_t)requestCount * 3) return 1;
  fclose(file);
  bool walk = strcmp(given[1], "walk") == 0;
  std::vector<double> seconds;
  double shares[] = {0.5, 0.9, 0.99}, found[9] = {};
  for (int run = 0; run < atoi(given[3]); run++) {
    std::clock_t before = std::clock();
    requests.clear();
    requests.reserve(requestCount * rounds);
    for (long round = 0; round < rounds; round++)
      for (long i = 0; i < requestCount; i++) {
        Request q;
        q.arrival = round * arrivals[requestCount - 1] + arrivals[i];
        q.input = q.context = inputs[i];
        q.output = outputs[i];
        requests.push_back(q);
      }
    walk ? simulate<WalkReplica>() : simulate<JumpReplica>();
    std::vector<double> ttft, tpot, whole;
    for (const Request &q : requests) {
      ttft.push_back(q.first - q.arrival);
      whole.push_back(q.end - q.arrival);
      if (q.output > 1) tpot.push_back((q.end - q.first) / (q.output - 1));
    }
    int at = 0;
    for (std::vector<double> *values : {&ttft, &tpot, &whole}) {
      std::sort(values->begin(), values->end());
      for (double share : shares) found[at++] = quantile(*values, share);
    }
    seconds.push_back((double)(std::clock() - before) / CLOCKS_PER_SEC);
  }
  if (count > 4) {
    FILE *out = fopen(given[4], "wb");
    for (size_t i = requests.size() - requestCount; i < requests.size(); i++) {
      fwrite(&requests[i].first, 8, 1, out);
      fwrite(&requests[i].end, 8, 1, out);
    }
    fclose(out);
  }
  printf("{\"seconds\":[");
  for (size_t i = 0; i < seconds.size(); i++) printf("%s%.9g", i > 0 ? "," : "", seconds[i]);
  printf("],\"percentiles\":[");
  for (int i = 0; i < 9; i++) printf("%s%.9g", i > 0 ? "," : "", found[i]);
  printf("]}\n");
}
