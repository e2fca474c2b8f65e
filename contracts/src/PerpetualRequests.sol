// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {BabyJubJub} from "./BabyJubJub.sol";
import {PerpetualData} from "./PerpetualData.sol";
import {PerpetualState} from "./PerpetualState.sol";
import {RequestTerms} from "./RequestTerms.sol";

/// @title Withdrawals and trades that the operator cannot ignore
/// @notice Whom the operator ignores publishes a signed withdrawal, or a trade that both sides have signed. A batch answers it by carrying its words in a forced slot
/// with a result: 0 if it was done, otherwise the reason for which the circuit has proved that it cannot be done. So nothing is checked here but ranges, and a false
/// request freezes nothing; what no batch has answered within {FORCED_PERIOD} lets anybody freeze the contract, for ever. The words are the whole request, signature
/// included, so a request is its words' hash, and waits once.
abstract contract PerpetualRequests is RequestTerms, PerpetualState {
    /// @notice A withdrawal. Its fee is 0.
    struct ForcedWithdrawal {
        /// @notice The account debited.
        uint32 account;
        /// @notice What leaves, in units, below 2^63.
        uint64 amount;
        /// @notice The account's nonce.
        uint32 nonce;
        /// @notice The last batch time at which it may be settled.
        uint32 expiry;
        /// @notice The L1 address that is owed the amount.
        address recipient;
    }

    /// @notice A trade between two accounts that have signed orders of exactly its size and quote, without fee.
    struct ForcedTrade {
        /// @notice The account that buys.
        uint32 buyer;
        /// @notice The account that sells.
        uint32 seller;
        /// @notice The market.
        uint8 market;
        /// @notice How much of it, 1 to 2^63 - 1.
        uint64 size;
        /// @notice What is paid for all of it, in units, 1 to 2^63 - 1.
        uint64 quote;
        /// @notice The number of the buyer's order, at least 1.
        uint32 buyerNumber;
        /// @notice The number of the seller's order, at least 1.
        uint32 sellerNumber;
        /// @notice The last batch time of the buyer's order.
        uint32 buyerExpiry;
        /// @notice The last batch time of the seller's order.
        uint32 sellerExpiry;
    }

    /// @dev Results after which the bond goes back, as bits: done, or not for a reason that the operator can bring about. These are an expiry, a nonce or an order that was
    /// used in another slot, and a breaker that has tripped.
    uint256 private constant WITHDRAWAL_RETURNS = (1 << 0) | (1 << 2) | (1 << 3);
    uint256 private constant TRADE_RETURNS = (1 << 0) | (1 << 4) | (1 << 5) | (1 << 7);

    /// @notice Whether there are forced trades. A contract whose circuits have no slots for them refuses requests that no batch could answer.
    bool public immutable FORCED_TRADES;

    /// @notice What an address may take of bonds, in the chain's currency.
    mapping(address owner => uint256 amount) public bonds;

    /// @notice A request waits until its deadline on {clock}.
    /// @param id The request.
    /// @param deadline When it is overdue, on {clock}.
    /// @param words What a batch carries to answer it, the result behind.
    event RequestMade(bytes32 indexed id, uint256 deadline, uint256[] words);
    /// @notice A batch answered a request.
    /// @param id The request.
    /// @param batch The batch's number.
    /// @param result 0 if it was done, otherwise why not.
    /// @param bondOwner Who may take the bond.
    event RequestAnswered(bytes32 indexed id, uint256 indexed batch, uint256 result, address indexed bondOwner);
    /// @notice Bonds were paid.
    /// @param owner Whom they belonged to.
    /// @param to Who got them.
    /// @param amount In the chain's smallest unit.
    event BondsTaken(address indexed owner, address indexed to, uint256 amount);

    /// @notice An amount, size or quote is out of range, or a number or market that no order can have.
    error OutOfRange();
    /// @notice The contract's circuits have no slots for forced trades.
    error NoForcedTrades();
    /// @notice The address has no bonds to take.
    error NoBonds(address owner);

    /// @notice Fixes what can be forced.
    /// @param forcedTrades Whether there are forced trades.
    constructor(bool forcedTrades) {
        FORCED_TRADES = forcedTrades;
    }

    /// @notice Publishes a withdrawal that a batch must answer within {FORCED_PERIOD}. Anybody may do so with the signature of the account's owner, who must take the
    /// nonce that the account has in the present state and not use it for anything else. The call brings {REQUEST_BOND} along, which goes to the operator who proves that
    /// the account does not exist, has no nonce left, would not be healthy or has not signed this, and otherwise back.
    /// @param withdrawal The withdrawal.
    /// @param signature The signature of the account's key; numbers that are none of a signature are a failure to be proved like others.
    /// @return id The request.
    function forceWithdrawal(ForcedWithdrawal calldata withdrawal, BabyJubJub.Signature calldata signature)
        external
        payable
        whenNotFrozen
        returns (bytes32 id)
    {
        if (withdrawal.amount >> 63 != 0) revert OutOfRange();
        _requireLate(withdrawal.expiry);
        uint256[] memory words = new uint256[](8);
        words[0] = PerpetualData.FORCED_WITHDRAWAL | (uint256(withdrawal.account) << 8) | (uint256(withdrawal.amount) << 40)
            | (uint256(withdrawal.nonce) << 104) | (uint256(withdrawal.expiry) << 136);
        words[1] = uint160(withdrawal.recipient);
        _putSignature(words, 2, signature);
        return _make(words);
    }

    /// @notice Publishes a trade that a batch must answer within {FORCED_PERIOD}. Anybody may do so with the signatures of both sides. The call brings {REQUEST_BOND}
    /// along, which goes back when the trade is done, an order has expired or was used, or the breaker has tripped, and otherwise to the operator who proves so.
    /// @param trade The trade.
    /// @param buyerSignature The signature of the buyer's order.
    /// @param sellerSignature The signature of the seller's order.
    /// @return id The request.
    function forceTrade(
        ForcedTrade calldata trade,
        BabyJubJub.Signature calldata buyerSignature,
        BabyJubJub.Signature calldata sellerSignature
    ) external payable whenNotFrozen returns (bytes32 id) {
        if (!FORCED_TRADES) revert NoForcedTrades();
        if (
            trade.size == 0 || trade.size >> 63 != 0 || trade.quote == 0 || trade.quote >> 63 != 0 || trade.market == 0
                || trade.market > MARKETS || trade.buyerNumber == 0 || trade.sellerNumber == 0
        ) revert OutOfRange();
        _requireLate(trade.buyerExpiry < trade.sellerExpiry ? trade.buyerExpiry : trade.sellerExpiry);
        uint256[] memory words = new uint256[](14);
        words[0] = PerpetualData.FORCED_TRADE | (uint256(trade.buyer) << 8) | (uint256(trade.seller) << 40)
            | (uint256(trade.market) << 72) | (uint256(trade.size) << 80) | (uint256(trade.quote) << 144);
        words[1] = trade.buyerNumber | (uint256(trade.sellerNumber) << 32) | (uint256(trade.buyerExpiry) << 64)
            | (uint256(trade.sellerExpiry) << 96);
        _putSignature(words, 2, buyerSignature);
        _putSignature(words, 8, sellerSignature);
        return _make(words);
    }

    /// @notice Freezes the contract for ever because a request is overdue. Anybody may call this, in a pause too.
    /// @param id The request.
    function freeze(bytes32 id) external whenNotFrozen {
        _freeze(id);
    }

    /// @notice Gives the bond of a request that waits at a freeze back to its requester. Anybody may call this.
    /// @param id The request.
    function takeBondBack(bytes32 id) external {
        if (!frozen) revert IsNotFrozen();
        _returnBond(id, _requireRequest(id).requester);
    }

    /// @notice Pays the sender's bonds to an address of its choice.
    /// @param to Who gets them.
    function takeBonds(address payable to) external {
        uint256 amount = bonds[msg.sender];
        if (amount == 0) revert NoBonds(msg.sender);
        delete bonds[msg.sender];
        emit BondsTaken(msg.sender, to, amount);
        Address.sendValue(to, amount);
    }

    /// @notice A request that waits; all zero if there is none.
    /// @param id The request.
    function request(bytes32 id) external view returns (Request memory) {
        return _requests[id];
    }

    /// @dev Takes a request out that a batch answers by the words of a slot, the result behind. Answers whether it was done.
    function _answer(uint256[] calldata words, uint256 batch) internal returns (bool) {
        uint256 last = words.length - 1;
        bytes32 id = keccak256(abi.encodePacked(words[:last]));
        address requester = _requireRequest(id).requester;
        uint256 result = words[last];
        uint256 returns_ = uint8(words[0]) == PerpetualData.FORCED_WITHDRAWAL ? WITHDRAWAL_RETURNS : TRADE_RETURNS;
        address owner = (returns_ >> result) & 1 != 0 ? requester : msg.sender;
        delete _requests[id];
        --openRequests;
        bonds[owner] += REQUEST_BOND;
        emit RequestAnswered(id, batch, result, owner);
        return result == 0;
    }

    function _make(uint256[] memory words) private returns (bytes32 id) {
        _requireBond();
        id = keccak256(abi.encodePacked(words));
        _requireNew(id);
        emit RequestMade(id, _open(id), words);
    }

    function _putSignature(uint256[] memory words, uint256 first, BabyJubJub.Signature calldata signature) private pure {
        uint256[3] memory parts = [signature.rX, signature.rY, signature.s];
        for (uint256 i = 0; i < 3; ++i) {
            words[first + 2 * i] = uint128(parts[i]);
            words[first + 2 * i + 1] = parts[i] >> 128;
        }
    }
}
