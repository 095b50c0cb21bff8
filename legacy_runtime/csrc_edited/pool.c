/* A small persistent pool of threads: it spins for a moment between two loops, then parks.
 *
 * Each thread begins with a run of neighbouring tasks, so that what it reads is one stream: two threads that take every other
 * task get a fifth less from memory. Who has done his own takes what is left of the others'.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime.h"

#define SPINS 4000 /* some 20 µs: the time between two kernels of one run, not that between two runs */

#if defined(__x86_64__) || defined(__i386__)
#define RELAX() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define RELAX() __asm__ volatile("yield")
#else
#define RELAX() ((void)0)
#endif

/* What more than one thread writes has a line of the cache to itself. */
#define LINE _Alignas(64)

typedef struct {
    LINE atomic_llong next;
    int64_t end;
} range_t;

typedef struct {
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    int32_t started; /* threads beside the caller's */
    pid_t owner;     /* a forked child has none of the threads */
    int32_t ranges;
    rt_task *task;
    void *data;
    LINE atomic_uint round; /* counts the loops; a new number calls the threads */
    LINE atomic_int parked; /* how many wait on `wake` */
    LINE atomic_int wanted; /* threads of this loop beside the caller's that have not begun */
    LINE atomic_int busy;   /* of these, those that have not finished */
    range_t range[RT_MAX_THREADS];
} pool_t;

static pool_t pool = {.mutex = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};
static pthread_mutex_t in_use = PTHREAD_MUTEX_INITIALIZER; /* one loop at a time; a second caller runs alone */

static void work(int32_t thread)
{
    for (int32_t at = 0; at < pool.ranges; at++) {
        range_t *range = &pool.range[(thread + at) % pool.ranges];
        int64_t index;
        while ((index = atomic_fetch_add_explicit(&range->next, 1, memory_order_relaxed)) < range->end)
            pool.task(pool.data, index, thread);
    }
}

static void *worker(void *unused)
{
    unsigned seen = 0;
    (void)unused;
    for (;;) {
        unsigned now = atomic_load_explicit(&pool.round, memory_order_acquire);
        for (int spin = 0; now == seen && spin < SPINS; spin++) {
            RELAX();
            now = atomic_load_explicit(&pool.round, memory_order_acquire);
        }
        if (now == seen) {
            pthread_mutex_lock(&pool.mutex);
            atomic_fetch_add(&pool.parked, 1); /* before `round` is looked at again: the caller does it the other way round */
            while ((now = atomic_load(&pool.round)) == seen)
                pthread_cond_wait(&pool.wake, &pool.mutex);
            atomic_fetch_sub(&pool.parked, 1);
            pthread_mutex_unlock(&pool.mutex);
        }
        seen = now;
        int32_t place = atomic_fetch_sub_explicit(&pool.wanted, 1, memory_order_acq_rel);
        if (place > 0) {
            work(place);
            atomic_fetch_sub_explicit(&pool.busy, 1, memory_order_release);
        }
    }
    return NULL;
}

/* Have that many threads beside the caller's; fewer where the system gives no more. */
static int32_t have(int32_t wanted)
{
    if (pool.owner != getpid()) {
        pool.owner = getpid();
        pool.started = 0;
        atomic_store(&pool.parked, 0);
        pthread_mutex_init(&pool.mutex, NULL);
        pthread_cond_init(&pool.wake, NULL);
    }
    while (pool.started < wanted) {
        pthread_t thread;
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        int failed = pthread_create(&thread, &attributes, worker, NULL);
        pthread_attr_destroy(&attributes);
        if (failed)
            break;
        pool.started++;
    }
    return pool.started < wanted ? pool.started : wanted;
}

void rt_parallel(int32_t threads, int64_t tasks, rt_task *task, void *data)
{
    if (threads > RT_MAX_THREADS)
        threads = RT_MAX_THREADS;
    if (threads > tasks)
        threads = (int32_t)tasks;
    if (threads < 2 || pthread_mutex_trylock(&in_use) != 0) {
        for (int64_t index = 0; index < tasks; index++)
            task(data, index, 0);
        return;
    }
    int32_t others = have(threads - 1);
    pool.ranges = others + 1;
    pool.task = task;
    pool.data = data;
    for (int32_t thread = 0; thread < pool.ranges; thread++) {
        atomic_store_explicit(&pool.range[thread].next, tasks * thread / pool.ranges, memory_order_relaxed);
        pool.range[thread].end = tasks * (thread + 1) / pool.ranges;
    }
    atomic_store_explicit(&pool.busy, others, memory_order_relaxed);
    atomic_store_explicit(&pool.wanted, others, memory_order_release);
    atomic_fetch_add(&pool.round, 1);
    if (atomic_load(&pool.parked)) {
        pthread_mutex_lock(&pool.mutex);
        pthread_cond_broadcast(&pool.wake);
        pthread_mutex_unlock(&pool.mutex);
    }
    work(0);
    /* Whoever has not begun need not: the tasks are all taken. */
    int32_t left = atomic_exchange_explicit(&pool.wanted, 0, memory_order_acq_rel);
    if (left > 0)
        atomic_fetch_sub_explicit(&pool.busy, left, memory_order_acq_rel);
    for (int spin = 0; atomic_load_explicit(&pool.busy, memory_order_acquire) > 0; spin++) {
        if (spin < 100000)
            RELAX();
        else
            sched_yield();
    }
    pthread_mutex_unlock(&in_use);
}
