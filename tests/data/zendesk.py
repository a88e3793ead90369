"""A small Zendesk as its own tables, written down: what several tests read."""

TICKETS = """id,_fivetran_synced,assignee_id,created_at,description,group_id,priority,requester_id,status,subject,\
type,updated_at,via_channel,via_source_rel,merged
1,x,71,2024-02-09 06:39:36,Secret story,11,low,9001,closed,Help me,incident,2024-02-12 03:49:36,voice,outbound,
2,x,,2024-02-10 10:00:00,Secret story,11,,9002,hold,Again,problem,2024-02-12 10:00:00,twitter_dm,,
3,x,72,2024-02-11 10:00:00,Secret story,12,high,9001,solved,Third,,2024-02-12 11:00:00,email,,TRUE
4,x,72,2024-02-11 10:00:00,Secret story,12,high,9001,deleted,Fourth,,2024-02-12 11:00:00,native_messaging,,
"""
COMMENTS = """id,_fivetran_synced,body,created,facebook_comment,public,ticket_id,tweet,user_id,voice_comment
501,x,Secret story,2024-02-09 06:39:36,FALSE,TRUE,1,FALSE,9001,FALSE
502,x,Secret answer,2024-02-09 07:00:00,FALSE,TRUE,1,FALSE,71,FALSE
503,x,Secret thought,2024-02-09 07:05:00,FALSE,FALSE,1,FALSE,71,FALSE
504,x,Secret story,2024-02-10 10:00:00,FALSE,TRUE,2,FALSE,eve@x.org,FALSE
505,x,Secret story,2024-02-10 11:00:00,FALSE,TRUE,2,FALSE,+36 30 123 4567,FALSE
"""
HISTORY = """field_name,ticket_id,updated,_fivetran_synced,user_id,value
status,1,2024-02-09 06:39:36,x,,new
status,1,2024-02-09 07:00:00,x,71,hold
status,4,2024-02-12 11:00:00,x,72,deleted
assignee_id,1,2024-02-09 06:45:00,x,71,71
assignee_id,1,2024-02-09 06:50:00,x,71,
group_id,1,2024-02-09 06:39:36,x,,11
priority,1,2024-02-09 06:39:36,x,,low
satisfaction_score,1,2024-02-12 03:49:36,x,,good
sla_policy,1,2024-02-09 06:39:36,x,,Gold
first_reply_time,1,2024-02-09 06:39:36,x,,"{""minutes"":480,""in_business_hours"":false}"
first_reply_time,1,2024-02-09 07:00:00,x,,
requester_wait_time,1,2024-02-09 06:39:36,x,,"{""minutes"":90,""in_business_hours"":true}"
total_resolution_time,1,2024-02-09 06:39:36,x,,"{""minutes"":600,""in_business_hours"":true}"
custom_360001,1,2024-02-09 06:39:36,x,,Secret field
custom_360001,1,2024-02-09 06:40:36,x,,Secret field
subject,1,2024-02-09 06:39:36,x,,Help me
"""
TICKET_SCHEDULES = """created_at,ticket_id,_fivetran_synced,schedule_id
2024-02-09 06:39:36,1,x,21
"""
SCHEDULES = """end_time,id,start_time,_fivetran_deleted,_fivetran_synced,end_time_utc,name,\
start_time_utc,time_zone,created_at
2460,21,1980,FALSE,x,2820,Office,2340,Central Time (US & Canada),2019-01-01 00:00:00
3900,21,3420,FALSE,x,4260,Office,3780,Central Time (US & Canada),2019-01-01 00:00:00
2460,22,1980,TRUE,x,2460,Old,1980,London,2018-01-01 00:00:00
"""
HOLIDAYS = """id,schedule_id,_fivetran_deleted,_fivetran_synced,end_date,name,start_date
1,21,FALSE,x,2024-05-28,Spring break,2024-05-27
2,21,TRUE,x,2024-06-28,Gone,2024-06-27
"""
USERS = """id,_fivetran_synced,active,email,name,phone,restricted_agent,role,ticket_restriction
71,x,TRUE,ann@company.org,Ann,,TRUE,agent,
72,x,TRUE,bob@company.org,Bob,,FALSE,admin,
9001,x,TRUE,eve@x.org,Eve Secret,+36301234567,FALSE,end-user,requested
9002,x,TRUE,joe@x.org,Joe Secret,,FALSE,end-user,requested
"""
GROUPS = """id,_fivetran_deleted,_fivetran_synced,created_at,name,updated_at,url
11,FALSE,x,2024-01-01 00:00:00,First line,2024-01-01 00:00:00,
12,FALSE,x,2024-01-01 00:00:00,Second line,2024-01-01 00:00:00,
13,TRUE,x,2024-01-01 00:00:00,Closed down,2024-01-01 00:00:00,
"""
TIME_ZONES = """time_zone,_fivetran_synced,standard_offset
London,x,+00:00
"""
DAYLIGHT_TIMES = """time_zone,year,_fivetran_synced,daylight_end_utc,daylight_offset,daylight_start_utc
London,2024,x,2024-10-27 01:00:00,1,2024-03-31 01:00:00
"""
TABLES = {
    "ticket_data": TICKETS,
    "ticket_comment_data": COMMENTS,
    "ticket_field_history_data": HISTORY,
    "ticket_schedule_data": TICKET_SCHEDULES,
    "schedule_data": SCHEDULES,
    "schedule_holiday_data": HOLIDAYS,
    "user_data": USERS,
    "group_data": GROUPS,
    "time_zone_data": TIME_ZONES,
    "daylight_time_data": DAYLIGHT_TIMES,
}
