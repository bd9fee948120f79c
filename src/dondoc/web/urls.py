from allauth.account import views as allauth_account
from allauth.mfa.base import views as allauth_step
from allauth.mfa.recovery_codes import views as allauth_codes
from django.conf.urls.i18n import set_language
from django.urls import path

from dondoc.web import health, pages
from dondoc.web.accounts import administration, held_roles, oidc_views, second_step
from dondoc.web.accounts import token_views as tokens
from dondoc.web.accounts import views as accounts
from dondoc.web.api.routes import URLS as API
from dondoc.web.audit.views import audit, audit_entry, erase_entry
from dondoc.web.calendar.views import add_day, calendar, import_days, remove_day
from dondoc.web.channels import views as channels
from dondoc.web.comparing.views import compare
from dondoc.web.figures import custody_views as custody
from dondoc.web.figures import import_views
from dondoc.web.figures import round_views as rounds
from dondoc.web.figures import views as figures
from dondoc.web.figures import way_views as ways
from dondoc.web.figures import workbook_views as workbooks
from dondoc.web.indicators import views as registry
from dondoc.web.indicators import writing_views as registry_writing
from dondoc.web.jobs.views import background_tasks, retry_task, task_progress
from dondoc.web.meetings import views as meetings
from dondoc.web.monitoring.alarm_views import alarms, settle_alarm
from dondoc.web.monitoring.chart_views import target_chart, target_chart_place
from dondoc.web.monitoring.peers_views import unit_among
from dondoc.web.monitoring.views import monitored_plan, monitoring
from dondoc.web.organizations.views import body, import_bodies, import_national, organizations
from dondoc.web.plans import allocating_views as allocating
from dondoc.web.plans import amending_views as amending
from dondoc.web.plans import assigning_views as assigning
from dondoc.web.plans import board_views as boards
from dondoc.web.plans import carrying_out_views as carrying
from dondoc.web.plans import commitment_views as commitments
from dondoc.web.plans import dividing_views as dividing
from dondoc.web.plans import succeeding_views as successions
from dondoc.web.plans import task_views as tasks
from dondoc.web.plans import telling_views as telling
from dondoc.web.plans import unit_views as units
from dondoc.web.plans import views as plans
from dondoc.web.public import views as public
from dondoc.web.public.api.routes import URLS as PUBLIC_API
from dondoc.web.publishing import publication_views as publications
from dondoc.web.publishing import views as publishing
from dondoc.web.resolutions import review_views as review
from dondoc.web.resolutions import views as documents
from dondoc.web.searching import search
from dondoc.web.urging import acting_views as acting
from dondoc.web.urging import printing_views as printing
from dondoc.web.urging.views import letter, urging

# Every name here has a rule in permissions.py. Those that begin with account_ and mfa_ are the names allauth looks for;
# of its other pages (signing up, mail addresses, connections) there is none.
SIGN_IN = [
    path("dang-nhap", accounts.SignIn.as_view(), name="account_login"),
    path("dang-nhap/da-dong", allauth_account.account_inactive, name="account_inactive"),
    path("dang-nhap/buoc-hai", allauth_step.authenticate, name="mfa_authenticate"),
    path("dang-nhap/co-quan", oidc_views.sign_in, name="oidc_sign_in"),
    path("dang-nhap/co-quan/ve", oidc_views.come_back, name="oidc_callback"),
    path("dang-xuat", allauth_account.logout, name="account_logout"),
    path("ngon-ngu", set_language, name="set_language"),
    path("bat-dau/<str:secret>", accounts.first_administrator, name="first_administrator"),
    path("mat-khau/<str:secret>", accounts.password_by_link, name="password_by_link"),
]
MY_ACCOUNT = [
    path("tai-khoan", accounts.my_account, name="my_account"),
    path("tai-khoan/dang-xuat-moi-noi", accounts.sign_out_everywhere, name="sign_out_everywhere"),
    path("tai-khoan/mat-khau", accounts.ChangePassword.as_view(), name="account_change_password"),
    path("tai-khoan/xac-nhan", allauth_account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/xac-nhan/ma", allauth_step.reauthenticate, name="mfa_reauthenticate"),
    path("tai-khoan/hai-buoc", allauth_step.index, name="mfa_index"),
    path("tai-khoan/hai-buoc/bat", second_step.SwitchOn.as_view(), name="mfa_activate_totp"),
    path("tai-khoan/hai-buoc/anh.svg", second_step.picture, name="totp_picture"),
    path("tai-khoan/hai-buoc/tat", second_step.SwitchOff.as_view(), name="mfa_deactivate_totp"),
    path("tai-khoan/hai-buoc/ma-du-phong", allauth_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "tai-khoan/hai-buoc/ma-du-phong/moi",
        second_step.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("tai-khoan/ma-truy-cap", tokens.give_token, name="give_token"),
    path("tai-khoan/ma-truy-cap/<int:pk>/thu-hoi", tokens.revoke_token, name="revoke_token"),
    path("tai-khoan/co-quan/noi", oidc_views.join, name="oidc_join"),
    path("tai-khoan/co-quan/bo-noi", oidc_views.part, name="oidc_part"),
]
ADMINISTRATION = [
    path("quan-tri/tai-khoan", administration.accounts, name="accounts"),
    path("quan-tri/tai-khoan/moi", administration.invite_account, name="invite_account"),
    path("quan-tri/tai-khoan/<int:pk>", administration.account, name="account"),
    path("quan-tri/tai-khoan/<int:pk>/mat-khau", administration.password_link, name="password_link"),
    path("quan-tri/tai-khoan/<int:pk>/trang-thai", administration.change_state, name="change_account"),
    path("quan-tri/tai-khoan/<int:pk>/vai-tro", administration.give_role, name="give_role"),
    path("tai-khoan/<int:pk>/ban-giao", held_roles.hand_over_roles, name="hand_over"),
    path("vai-tro/<int:pk>/uy-quyen", held_roles.appoint, name="appoint_deputy"),
    path("vai-tro/<int:pk>/ket-thuc", held_roles.end_role, name="end_role"),
]
REPORTS = [
    path("ke-hoach/<int:plan>/nap-so-lieu", import_views.import_figures_page, name="import_figures"),
    path("bao-cao", rounds.reports, name="reports"),
    path("bao-cao/mo-ky", rounds.open_round, name="open_round"),
    path("bao-cao/ky/<int:reporting_round>", rounds.round_page, name="round"),
    path("bao-cao/ky/<int:reporting_round>/nhan", rounds.accept_reports, name="accept_reports"),
    path("bao-cao/ky/<int:reporting_round>/bo-sung", rounds.renew_round, name="renew_round"),
    path("bao-cao/ky/<int:reporting_round>/khoa", rounds.close_round, name="close_round"),
    path("bao-cao/ky/<int:reporting_round>/mo-lai", rounds.reopen_round, name="reopen_round"),
    path("bao-cao/ky/<int:reporting_round>/cach-duyet", ways.set_way, name="set_way"),
    path("bao-cao/ky/<int:reporting_round>/so-chung", ways.set_whole, name="set_whole"),
    path("bao-cao/<int:report>", figures.report, name="report"),
    path("bao-cao/<int:report>/ghi", figures.save_rows, name="save_rows"),
    path("bao-cao/<int:report>/noi-dung/<int:commitment>", figures.save_narrative, name="save_narrative"),
    path("bao-cao/<int:report>/trinh", figures.submit_report, name="submit_report"),
    path("bao-cao/<int:report>/duyet", figures.approve_report, name="approve_report"),
    path("bao-cao/<int:report>/nhan", figures.accept_report, name="accept_report"),
    path("bao-cao/<int:report>/tra-lai", figures.return_report, name="return_report"),
    path("bao-cao/<int:report>/mo-lai", figures.reopen_report, name="reopen_report"),
    path("bao-cao/<int:report>/chu-quan", custody.custody, name="custody"),
    path("bao-cao/<int:report>/chu-quan/nhan", custody.accept_custody, name="accept_custody"),
    path("bao-cao/<int:report>/chu-quan/tra-lai", custody.return_custody, name="return_custody"),
    path("bao-cao/<int:report>/minh-chung", figures.attach_evidence, name="attach_evidence"),
    path("bao-cao/<int:report>/minh-chung/<int:evidence>", figures.open_evidence, name="open_evidence"),
    path("bao-cao/<int:report>/minh-chung/<int:evidence>/xoa", figures.erase_evidence, name="erase_evidence"),
    path("bao-cao/<int:report>/bieu.xlsx", workbooks.report_workbook, name="report_workbook"),
    path("bao-cao/<int:report>/nap", workbooks.read_report, name="read_report"),
    path("bao-cao/<int:report>/nap/chu-thich.xlsx", workbooks.marked_workbook, name="marked_workbook"),
    path("so-lieu/<int:figure>", rounds.figure, name="figure"),
]

# Read by everybody, from the public record alone; answered by public/middleware.py.
PUBLIC = [
    path("cong-khai", public.plans, name="public_plans"),
    path("cong-khai/ke-hoach/<slug:key>", public.plan, name="public_plan"),
    path("cong-khai/ke-hoach/<slug:key>/du-lieu.<str:form>", public.data, name="public_data"),
    path("cong-khai/chi-tieu/<slug:key>", public.target, name="public_target"),
    path("cong-khai/chi-tieu/<slug:key>/bieu-do.svg", public.chart, name="public_chart"),
    path("cong-khai/nhiem-vu/<slug:key>", public.task, name="public_task"),
    path("cong-khai/van-ban/<slug:key>", public.document, name="public_document"),
    path("cong-khai/van-ban/<slug:key>/toan-van.<str:form>", public.document_file, name="public_file"),
    path("cong-khai/danh-muc.jsonld", public.catalogue_of_data, name="public_catalogue"),
    path("cong-khai/tim", public.search, name="public_search"),
    path("cong-khai/thay-doi.atom", public.feed, name="public_feed"),
    *PUBLIC_API,
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("robots.txt", public.robots, name="robots"),
]

urlpatterns = [
    *PUBLIC,  # first: they are asked for most, and every pattern before them is tried each time
    path("", pages.today, name="today"),
    path("tim", search, name="search"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *SIGN_IN,
    *MY_ACCOUNT,
    *ADMINISTRATION,
    *API,
    path("giao-dien", pages.design_system, name="design_system"),
    path("co-quan", organizations, name="organizations"),
    path("co-quan/nap", import_bodies, name="import_bodies"),
    path("co-quan/nap/toan-quoc", import_national, name="import_national"),
    path("co-quan/<str:key>", body, name="body"),
    path("lich-lam-viec", calendar, name="calendar"),
    path("lich-lam-viec/<int:year>", calendar, name="calendar_year"),
    path("lich-lam-viec/them", add_day, name="add_day"),
    path("lich-lam-viec/nap", import_days, name="import_days"),
    path("lich-lam-viec/<str:day>/go", remove_day, name="remove_day"),
    path("nhat-ky", audit, name="audit"),
    path("nhat-ky/<int:entry>", audit_entry, name="audit_entry"),
    path("nhat-ky/<int:entry>/xoa-noi-dung", erase_entry, name="erase_entry"),
    path("viec-nen", background_tasks, name="background_tasks"),
    path("viec-nen/<uuid:task_id>/lam-lai", retry_task, name="retry_task"),
    path("viec-nen/<uuid:task_id>/tien-do", task_progress, name="task_progress"),
    path("giam-sat", monitoring, name="monitoring"),
    path("giam-sat/ke-hoach/<int:plan>", monitored_plan, name="monitored_plan"),
    path("giam-sat/ke-hoach/<int:plan>/muc/<int:commitment>/bieu-do.svg", target_chart, name="target_chart"),
    path("giam-sat/ke-hoach/<int:plan>/muc/<int:commitment>/bieu-do", target_chart_place, name="target_chart_place"),
    path("ban-tin", meetings.digest, name="digest"),
    path("ban-tin/hop/<str:key>/bat-dau", meetings.begin_meeting, name="begin_meeting"),
    path("ban-tin/hop/<int:meeting>", meetings.meeting, name="meeting"),
    path("ban-tin/hop/<int:meeting>/muc/<int:place>", meetings.meeting_item, name="meeting_item"),
    path("ban-tin/hop/<int:meeting>/ket-thuc", meetings.end_meeting, name="end_meeting"),
    path("kenh", channels.channels, name="channels"),
    path("kenh/them", channels.add_channel, name="add_channel"),
    path("kenh/<int:channel>/bat-tat", channels.switch_channel, name="switch_channel"),
    path("kenh/<int:channel>/thu-lai", channels.try_channel, name="try_channel"),
    path("don-doc/lich", channels.feeds, name="feeds"),
    path("don-doc/lich/<int:feed>/thu-hoi", channels.revoke_feed, name="revoke_feed"),
    path("lich-han/<str:secret>.ics", channels.feed_calendar, name="feed_calendar"),
    path("don-doc", urging, name="urging"),
    path("don-doc/ky", acting.sign_letters, name="sign_letters"),
    path("don-doc/bo", acting.drop_letters, name="drop_letters"),
    path("don-doc/<int:letter>", letter, name="letter"),
    path("don-doc/mau", printing.letter_templates, name="letter_templates"),
    path("don-doc/mau/<str:key>", printing.letter_template, name="letter_template"),
    path("don-doc/mau/<str:key>/nap", printing.set_letter_template, name="set_letter_template"),
    path("don-doc/<int:letter>/tep", printing.letter_document, name="letter_document"),
    path("don-doc/<int:letter>/sua", acting.edit_letter, name="edit_letter"),
    path("don-doc/<int:letter>/ky", acting.sign_letter, name="sign_letter"),
    path("don-doc/<int:letter>/bo", acting.drop_letter, name="drop_letter"),
    path("don-doc/<int:letter>/viec/<int:step>/tra-loi", acting.answer_step, name="answer_step"),
    path("don-doc/<int:letter>/viec/<int:step>/quyet-dinh", acting.decide_answer, name="decide_answer"),
    path("giam-sat/canh-bao", alarms, name="alarms"),
    path("giam-sat/canh-bao/<int:alarm>", settle_alarm, name="settle_alarm"),
    path("van-ban", documents.documents, name="documents"),
    path("van-ban/<int:document>", documents.document, name="document"),
    path("van-ban/<int:document>/ban-goc", documents.original, name="original"),
    path("van-ban/<int:document>/phu-luc", documents.add_annex, name="add_annex"),
    path("van-ban/<int:document>/ra-soat", review.review, name="review"),
    path("van-ban/<int:document>/ra-soat/thay-doi", review.review_changes, name="review_changes"),
    path("van-ban/<int:document>/ra-soat/them", review.add_item, name="add_item"),
    path("van-ban/<int:document>/ra-soat/nhan-het", review.accept_rest, name="accept_rest"),
    path("van-ban/<int:document>/ra-soat/hoan-tac", review.undo_decision, name="undo_decision"),
    path("van-ban/<int:document>/ra-soat/nghi-van/<int:doubt>", review.settle_doubt, name="settle_doubt"),
    path("van-ban/<int:document>/ra-soat/muc/<int:item>", review.review_item, name="review_item"),
    path("van-ban/<int:document>/ra-soat/muc/<int:item>/nhan", review.accept_item, name="accept_item"),
    path("van-ban/<int:document>/ra-soat/muc/<int:item>/sua", review.change_item, name="change_item"),
    path("van-ban/<int:document>/ra-soat/muc/<int:item>/bo", review.reject_item, name="reject_item"),
    path("van-ban/<int:document>/ra-soat/muc/<int:item>/tach", review.split_item, name="split_item"),
    path("van-ban/<int:document>/ra-soat/muc/<int:item>/gop", review.merge_item, name="merge_item"),
    path("van-ban/<int:document>/lap-ke-hoach", plans.make_plan, name="make_plan"),
    path("ke-hoach", plans.plans, name="plans"),
    path("so-sanh", compare, name="compare"),
    path("ke-hoach/<int:plan>", plans.plan, name="plan"),
    path("ke-hoach/<int:plan>/van-ban", plans.plan_document, name="plan_document"),
    path("ke-hoach/<int:plan>/trinh", plans.submit_plan, name="submit_plan"),
    path("ke-hoach/<int:plan>/phe-duyet", plans.approve_plan, name="approve_plan"),
    path("ke-hoach/<int:plan>/tra-lai", plans.return_plan, name="return_plan"),
    path("ke-hoach/<int:plan>/nguoi-doc", plans.plan_readers, name="plan_readers"),
    path("ke-hoach/<int:plan>/phan-cong", assigning.assigning, name="assigning"),
    path("ke-hoach/<int:plan>/phan-cong/de-xuat", assigning.take_proposals, name="take_proposals"),
    path("ke-hoach/<int:plan>/hoan-tac", commitments.undo_settled, name="undo_settled"),
    path("ke-hoach/<int:plan>/trien-khai", carrying.carrying_out, name="carrying_out"),
    path("ke-hoach/<int:plan>/trien-khai/cua", carrying.choose_parent, name="choose_parent"),
    path("ke-hoach/<int:plan>/trien-khai/de-xuat", carrying.propose_rows, name="propose_rows"),
    path("ke-hoach/<int:plan>/trien-khai/nhan", carrying.accept_rows, name="accept_rows"),
    path("ke-hoach/<int:plan>/trien-khai/<int:commitment>/nhan", carrying.accept_row, name="accept_row"),
    path("ke-hoach/<int:plan>/trien-khai/<int:commitment>/bo", carrying.refuse_row, name="refuse_row"),
    path("ke-hoach/<int:plan>/trien-khai/<int:commitment>/bo-sung", carrying.add_row, name="add_row"),
    path("ke-hoach/<int:plan>/trien-khai/<int:commitment>/hoan-tac", carrying.reopen_row, name="reopen_row"),
    path("ke-hoach/<int:plan>/bao-cao-ket-qua", publishing.editions, name="editions"),
    path("ke-hoach/<int:plan>/bao-cao-ket-qua/<int:edition>", publishing.edition, name="edition"),
    path(
        "ke-hoach/<int:plan>/bao-cao-ket-qua/<int:edition>/doan", publishing.rewrite_paragraph, name="rewrite_paragraph"
    ),
    path("ke-hoach/<int:plan>/bao-cao-ket-qua/<int:edition>/soan-lai", publishing.renew_edition, name="renew_edition"),
    path("ke-hoach/<int:plan>/bao-cao-ket-qua/<int:edition>/chot", publishing.keep_edition, name="keep_edition"),
    path(
        "ke-hoach/<int:plan>/bao-cao-ket-qua/<int:edition>/tep.<str:form>",
        publishing.export_edition,
        name="export_edition",
    ),
    path(
        "ke-hoach/<int:plan>/bao-cao-ket-qua/<int:edition>/so-voi/<int:other>",
        publishing.compare_editions,
        name="compare_editions",
    ),
    path("ke-hoach/<int:plan>/cong-khai", publications.publications, name="publications"),
    path("ke-hoach/<int:plan>/cong-khai/muc", publications.publish_items, name="publish_items"),
    path("ke-hoach/<int:plan>/cong-khai/rut", publications.withdraw_items, name="withdraw_items"),
    path("ke-hoach/<int:plan>/cong-khai/mo-pham-vi", publications.ask_public, name="ask_public"),
    path("ke-hoach/<int:plan>/cong-khai/dong-y", publications.agree_public, name="agree_public"),
    path("ke-hoach/<int:plan>/cong-khai/toan-van", publications.publish_text, name="publish_text"),
    path("ke-hoach/<int:plan>/cong-khai/rut-toan-van", publications.withdraw_text, name="withdraw_text"),
    path("ke-hoach/<int:plan>/cong-khai/ngay", publications.hold_figure_back, name="hold_figure_back"),
    path(
        "ke-hoach/<int:plan>/cong-khai/xem-truoc/<int:commitment>",
        publications.preview_publication,
        name="preview_publication",
    ),
    path("ke-hoach/<int:plan>/sua-doi", amending.amendments, name="amendments"),
    path("ke-hoach/<int:plan>/sua-doi/<int:amendment>", amending.amendment, name="amendment"),
    path("ke-hoach/<int:plan>/sua-doi/<int:amendment>/theo-van-ban", amending.take_matches, name="take_matches"),
    path("ke-hoach/<int:plan>/sua-doi/<int:amendment>/muc/<int:commitment>", amending.alter, name="alter"),
    path(
        "ke-hoach/<int:plan>/sua-doi/<int:amendment>/muc/<int:commitment>/bo",
        amending.drop_alteration,
        name="drop_alteration",
    ),
    path("ke-hoach/<int:plan>/sua-doi/<int:amendment>/huy", amending.discard_amendment, name="discard_amendment"),
    path("ke-hoach/<int:plan>/sua-doi/<int:amendment>/trinh", amending.submit_amendment, name="submit_amendment"),
    path("ke-hoach/<int:plan>/sua-doi/<int:amendment>/phe-duyet", amending.approve_amendment, name="approve_amendment"),
    path("ke-hoach/<int:plan>/sua-doi/<int:amendment>/tra-lai", amending.return_amendment, name="return_amendment"),
    path("ke-hoach/<int:plan>/muc/<int:commitment>", commitments.commitment, name="commitment"),
    path("ke-hoach/<int:plan>/bang-viec", boards.board, name="board"),
    path("ke-hoach/<int:plan>/chuyen-giao", successions.succeeding, name="succeeding"),
    path("ke-hoach/<int:plan>/muc/<int:commitment>/tien-do", tasks.report_task, name="report_task"),
    path("ke-hoach/<int:plan>/muc/<int:commitment>/gia-han", tasks.ask_extension, name="ask_extension"),
    path("ke-hoach/<int:plan>/muc/<int:commitment>/gia-han/quyet", tasks.decide_extension, name="decide_extension"),
    path("ke-hoach/<int:plan>/muc/<int:commitment>/hoan-tac", tasks.undo_told, name="undo_told"),
    path("ke-hoach/<int:plan>/muc/<int:commitment>/viec-con", dividing.subtasks, name="subtasks"),
    path("ke-hoach/<int:plan>/muc/<int:commitment>/viec-con/<int:subtask>", dividing.subtask, name="subtask"),
    path(
        "ke-hoach/<int:plan>/muc/<int:commitment>/viec-con/<int:subtask>/ket-thuc",
        dividing.end_subtask,
        name="end_subtask",
    ),
    path(
        "ke-hoach/<int:plan>/muc/<int:commitment>/viec-con/<int:subtask>/tien-do",
        telling.report_subtask,
        name="report_subtask",
    ),
    path(
        "ke-hoach/<int:plan>/muc/<int:commitment>/viec-con/<int:subtask>/hoan-tac",
        dividing.undo_subtask,
        name="undo_subtask",
    ),
    path("ke-hoach/<int:plan>/muc/<int:commitment>/giao", allocating.allocating, name="allocating"),
    path("ke-hoach/<int:plan>/muc/<int:commitment>/giao/thu", allocating.allocating_check, name="allocating_check"),
    path("ke-hoach/<int:plan>/muc/<int:commitment>/pham-vi", commitments.change_sensitivity, name="change_sensitivity"),
    path(
        "ke-hoach/<int:plan>/muc/<int:commitment>/pham-vi/dong-y",
        commitments.decide_sensitivity,
        name="decide_sensitivity",
    ),
    path("ke-hoach/<int:plan>/muc/<int:commitment>/<slug:aspect>", commitments.settle_aspect, name="settle_aspect"),
    path("don-vi/<str:key>", units.unit, name="unit"),
    path("don-vi/<str:key>/cung-duoc-giao", unit_among, name="unit_among"),
    *REPORTS,
    path("danh-muc-chi-tieu", registry.indicators, name="indicators"),
    path("danh-muc-chi-tieu/bang.xlsx", registry.export_indicators, name="export_indicators"),
    path("danh-muc-chi-tieu/lap", registry_writing.create_indicator, name="create_indicator"),
    path("danh-muc-chi-tieu/giong", registry_writing.similar_indicators, name="similar_indicators"),
    path("danh-muc-chi-tieu/nap", registry_writing.import_indicators, name="import_indicators"),
    path("danh-muc-chi-tieu/nap/kem-theo", registry_writing.import_first_indicators, name="import_first_indicators"),
    path("danh-muc-chi-tieu/muc/<str:key>", registry.indicator, name="indicator"),
    path("danh-muc-chi-tieu/muc/<str:key>/sua", registry_writing.change_indicator, name="change_indicator"),
    path("danh-muc-chi-tieu/muc/<str:key>/noi-tiep", registry_writing.follow_indicator, name="follow_indicator"),
    path("danh-muc-chi-tieu/muc/<str:key>/dinh-nghia", registry_writing.define_indicator, name="define_indicator"),
    path("danh-muc-chi-tieu/muc/<str:key>/ten-khac", registry_writing.name_indicator, name="name_indicator"),
    path("danh-muc-chi-tieu/muc/<str:key>/ten-khac/<int:name>/bo", registry_writing.forget_name, name="forget_name"),
    path("danh-muc-chi-tieu/muc/<str:key>/chu-quan", registry_writing.assign_custodian, name="assign_custodian"),
    path("danh-muc-chi-tieu/muc/<str:key>/ket-thuc", registry_writing.end_indicator, name="end_indicator"),
    path("danh-muc-chi-tieu/muc/<str:key>/dung-lai", registry_writing.resume_indicator, name="resume_indicator"),
]
handler403 = "dondoc.web.pages.forbidden"
handler404 = "dondoc.web.pages.not_found"
handler429 = "dondoc.web.pages.too_many"
handler500 = "dondoc.web.pages.server_error"
