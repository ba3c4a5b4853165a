"""A notice is put once, sent at most once, tried again only when it surely was not taken."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.notices import actions as notices, backoff, queries
from hoiam.notices.models import Notice
from hoiam.notices.transports import NotTakenError
from tests.notices.cast import AT, RECIPIENT, Killed, Postman, put, seen, send, words_for

LATER = AT + timedelta(minutes=2)


@pytest.mark.django_db
def test_the_same_notice_put_twice_is_sent_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        notices.put(**words_for())
    put(template="cast/other")
    postman = Postman()
    assert send(postman).sent == 1
    assert send(postman).sent == 0
    assert len(postman.sent) == 1
    assert (Notice.objects.get().state, Notice.objects.get().sent_at) == ("sent", AT)


@pytest.mark.django_db
def test_many_are_put_in_one_statement_and_none_in_none(django_assert_num_queries):
    news = [
        notices.NewNotice(
            person=f"person:{n}", event="e", channel="email", template="cast/hello", context={}, language="vi"
        )
        for n in range(20)
    ]
    with django_assert_num_queries(1):
        notices.put_many(notices=news, at=AT)
    with django_assert_num_queries(0):
        notices.put_many(notices=[], at=AT)
    assert Notice.objects.count() == 20


@pytest.mark.django_db
def test_a_template_without_a_room_is_a_mistake_seen_at_once():
    with pytest.raises(ValueError, match="room"):
        put(template="received")


@pytest.mark.django_db(transaction=True)
def test_a_notice_goes_with_the_transaction_that_put_it():
    def act():
        with db.writing():
            put()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_only_what_is_due_on_this_channel_goes_out_the_oldest_first():
    late, early = put(1, at=AT), put(2, at=AT - timedelta(hours=1))
    put(3, at=LATER)
    put(4, channel="sms")
    postman = Postman()
    assert send(postman).sent == 2
    assert [message["Message-ID"] for message in postman.sent] == [expected_id(early), expected_id(late)]
    assert postman.closed == 1


def expected_id(notice):
    return notices.mail.message_id(
        person=notice.person, event=notice.event, channel="email", sender="<hoi-am@dongkinh.test>"
    )


@pytest.mark.django_db
def test_a_sure_failure_is_tried_again_later_and_given_up_after_twelve_attempts():
    notice, at, pauses = put(), AT, []
    for _ in range(backoff.ATTEMPTS - 1):
        assert send(Postman(NotTakenError("smtp_451")), at=at).again == 1
        next_at = Notice.objects.get().next_at
        pauses.append((next_at - at).total_seconds())
        assert send(Postman(), at=next_at - timedelta(seconds=1)).sent == 0
        at = next_at
    assert [round(pause / 60, 1) // 1 for pause in pauses[:4]] == [1, 2, 4, 8]
    assert send(Postman(NotTakenError("smtp_451")), at=at).failed == 1
    assert seen(notice) == ("failed", "smtp_451")
    assert send(Postman(), at=at + timedelta(days=9)).sent == 0


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [
        (1, 1),
        (2, 2),
        (3, 4),
        (4, 8),
        (5, 16),
        (6, 32),
        (7, 64),
        (8, 128),
        (9, 256),
        (10, 360),
        (12, 360),
        (999, 360),
    ],
)
def test_the_pause_doubles_up_to_six_hours_with_a_spread_of_a_tenth(attempts, minutes):
    pauses = {backoff.wait_after(notice_id=n, attempts=attempts).total_seconds() for n in range(200)}
    assert minutes * 60 <= min(pauses) < max(pauses) <= minutes * 66
    assert backoff.wait_after(notice_id=7, attempts=attempts) == backoff.wait_after(
        notice_id=7, attempts=attempts
    )


@pytest.mark.django_db
def test_an_unreachable_server_costs_one_attempt_of_one_notice():
    first, second = put(1), put(2)
    report = send(Postman(NotTakenError("unreachable", stop=True)))
    assert (report.again, report.stopped) == (1, True)
    assert seen(first) == ("waiting", "unreachable")
    assert seen(second) == ("waiting", "")
    assert Notice.objects.get(pk=second.pk).attempts == 0


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [TimeoutError(), ConnectionResetError(), RuntimeError("buoi@example.test")])
def test_a_fault_after_handing_over_leaves_the_notice_unsure_for_good(fault, caplog):
    notice = put()
    assert send(Postman(fault)).unsure == 1
    assert seen(notice) == ("unsure", type(fault).__name__)
    assert send(Postman(), at=AT + timedelta(days=9)).sent == 0
    assert "buoi@" not in caplog.text


@pytest.mark.django_db
def test_killed_between_handing_over_and_noting_it_is_never_sent_twice():
    notice, postman = put(), Postman(Killed())
    with pytest.raises(Killed):
        send(postman)
    assert seen(notice) == ("sending", "")
    assert notices.reap(at=AT + notices.LEASE) == 0
    assert send(postman, at=AT + notices.LEASE).sent == 0
    assert notices.reap(at=AT + notices.LEASE + timedelta(seconds=1)) == 1
    assert seen(notice) == ("unsure", "sender_gone")
    assert send(postman, at=AT + timedelta(days=9)).sent == 0
    assert len(postman.sent) == 1
    assert [card.id for card in queries.stuck()] == [notice.pk]


@pytest.mark.django_db
def test_a_slow_sender_whose_lease_ran_out_still_says_what_became_of_it():
    notice = put()

    class Slow(Postman):
        def send(self, message):
            notices.reap(at=AT + timedelta(days=1))
            super().send(message)

    assert send(Slow()).sent == 1
    assert seen(notice) == ("sent", "")


@pytest.mark.django_db(transaction=True)
def test_the_claim_is_on_disk_and_no_transaction_is_open_while_a_message_is_sent():
    notice, states = put(), []

    class Looking(Postman):
        def send(self, message):
            states.append((connection.in_atomic_block, seen(notice)[0]))
            super().send(message)

    send(Looking())
    assert states == [(False, "sending")]


@pytest.mark.django_db(transaction=True)
def test_sending_inside_a_transaction_is_refused():
    put()
    with db.writing(), pytest.raises(transaction.TransactionManagementError):
        send(Postman())


@pytest.mark.django_db(transaction=True)
def test_many_senders_at_once_send_each_notice_once():
    for number in range(12):
        put(number)
    postmen, start = [Postman() for _ in range(4)], threading.Barrier(4)

    def work(postman):
        try:
            start.wait(10)
            send(postman)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[postman]) for postman in postmen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    sent = [message["Message-ID"] for postman in postmen for message in postman.sent]
    assert len(sent) == len(set(sent)) == 12
    assert not Notice.objects.exclude(state="sent").exists()


@pytest.mark.django_db
def test_nobody_to_write_to_drops_the_notice_without_an_alarm():
    notice = put()
    assert send(Postman(), address_of=lambda _: None).dropped == 1
    assert seen(notice) == ("dropped", "no_address")
    assert queries.counts() == queries.Counts(waiting=0, sending=0, unsure=0, failed=0, oldest_due_at=None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "a@b.test\nBcc: c@d.test",
        "a@b.test, c@d.test",
        "a@@b.test",
        "@b.test",
        "a@",
        "",
        "a..b@c.test",
        "<a@b.test>",
        "a@b c",
    ],
)
def test_what_is_no_single_address_is_never_written_to(address):
    notice, postman = put(), Postman()
    send(postman, address_of=lambda _: notices.Recipient(address=address))
    assert seen(notice) == ("dropped", "address_refused")
    assert not postman.sent


@pytest.mark.django_db
def test_one_broken_notice_does_not_hold_up_the_others(caplog):
    def address_of(person):
        if person == "identity:1":
            raise KeyError("Hoàng Thị Bưởi")
        return RECIPIENT

    broken, headless, fine = put(1), put(2, template="cast/headless"), put(3)
    report = send(Postman(), address_of=address_of)
    assert (report.again, report.sent) == (2, 1)
    assert seen(broken) == seen(headless) == ("waiting", "not_prepared")
    assert seen(fine) == ("sent", "")
    assert "Bưởi" not in caplog.text


@pytest.mark.django_db
def test_an_operator_decides_about_failed_and_unsure_notices():
    first, second, third = put(1), put(2), put(3)
    send(Postman(TimeoutError(), TimeoutError()))
    assert queries.counts().unsure == 2
    notices.again(notice_id=first.pk, at=LATER)
    notices.let_be(notice_id=second.pk)
    assert send(Postman(), at=LATER).sent == 1
    assert [seen(one)[0] for one in (first, second, third)] == ["sent", "dropped", "sent"]
    for decide in (
        lambda: notices.again(notice_id=third.pk, at=AT),
        lambda: notices.let_be(notice_id=third.pk),
    ):
        with pytest.raises(Refused, match="notice_not_stuck"):
            decide()


@pytest.mark.django_db
def test_the_doctor_counts_what_waits_and_since_when():
    put(1, at=LATER)
    put(2)
    found = queries.counts()
    assert (found.waiting, found.sending, found.unsure, found.failed, found.oldest_due_at) == (2, 0, 0, 0, AT)


def test_a_recipient_prints_as_nothing():
    assert repr(RECIPIENT) == "Recipient(…)"
