-- What a job title says of somebody's rank and field of work, by the words in it.
-- Of several that fit, the line with the lowest precedence counts, then the
-- longest phrase.
with

contacts as (

    select * from {{ ref('int_contacts__unioned') }}

),

job_title_words as (

    select * from {{ ref('job_title_words') }}

),

titles as (

    select distinct
        job_title,
        ' ' || {{ words('job_title', ' ') }} || ' ' as title_words

    from contacts

    where job_title is not null

),

ranked as (

    select
        titles.job_title,
        job_title_words.dimension,
        job_title_words.value,
        row_number() over (
            partition by titles.job_title, job_title_words.dimension
            order by
                job_title_words.precedence asc,
                length(job_title_words.phrase) desc,
                job_title_words.phrase asc
        ) as phrase_rank

    from titles

    left join job_title_words
        on {{ dbt.position(
            "' ' || job_title_words.phrase || ' '", 'titles.title_words'
        ) }} > 0

),

classified as (

    select
        job_title,
        max(case when dimension = 'seniority' then value end) as job_seniority,
        max(case when dimension = 'function' then value end) as job_function

    from ranked

    where phrase_rank = 1

    group by job_title

)

select * from classified
